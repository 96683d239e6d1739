import { anyExtendedKeyUsage, serverAuth } from '../../model/extended-key-usages.ts';
import { nameOf } from '../../pki/name-of.ts';
import { purposeLimits } from '../../pki/rules/purpose-limits.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { applicationPolicies, baselineRequirements, rfc, specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { fail, type Judgement, notApplicable, pass, type Seen } from '../judgement.ts';
import { FEW, joinAlternatives, joinWords, listValues } from '../join-words.ts';
import { findRefusal } from './find-refusal.ts';
import { describeLimit, limitText, noteAllowed, noteDifference } from './purpose-limit-text.ts';
import { usageText, usageWords } from '../../model/purpose-names.ts';
import { demandText, excludedBy, isFree, type UsageDemand } from './usage-demand.ts';

const reissue = 'Reissue the certificate with the EKU Server Authentication (1.3.6.1.5.5.7.3.1).';
const reissueElsewhere = 'Reissue the certificate with the extended key usages (EKU) that the role requires.';

/** Contains what the role demands. Absent, or only anyExtendedKeyUsage, fails, saying which; the policy may let absent pass. */
export const extendedKeyUsage = defineCheck({
  id: 'extended-key-usage',
  title: 'The certificate is for server authentication',
  why: 'Clients refuse a certificate whose extended key usage lacks server authentication.',
  citation: specification('Tables 1 and 2, EKU; policy tls-server: RFC 5280 §4.2.1.12'),
  faults: {
    'no-server-auth': {
      title: 'The certificate is not for server authentication',
      why: 'Clients refuse it for a server.',
      remedy: reissue,
      subject: 'certificate',
    },
    'only-any': {
      title: 'The certificate allows any purpose but does not name server authentication',
      why: 'Some clients accept only a certificate that names server authentication.',
      remedy: reissue,
      subject: 'certificate',
      elsewhere: {
        title: 'The certificate allows any purpose but does not name those that the role requires',
        why: 'Some peers accept only a certificate that names the purpose.',
        remedy: reissueElsewhere,
      },
    },
    'missing-usage': {
      title: 'The certificate lacks an extended key usage that the role requires',
      why: 'Peers refuse a certificate for a purpose that its extended key usage does not allow.',
      remedy: reissueElsewhere,
      subject: 'certificate',
    },
    'none-of-usages': {
      title: 'The certificate has none of the extended key usages of which the role requires one',
      why: 'Peers refuse a certificate for a purpose that its extended key usage does not allow.',
      remedy: reissueElsewhere,
      subject: 'certificate',
    },
    'forbidden-usage': {
      title: 'The certificate has an extended key usage that the role forbids',
      why: 'A stolen key can be misused for that too.',
      remedy: 'Reissue the certificate without it.',
      subject: 'certificate',
    },
    absent: {
      title: 'The certificate has no extended key usage (EKU)',
      why: 'The certificate is not restricted, but the specification requires Server Authentication.',
      remedy: reissue,
      subject: 'certificate',
      elsewhere: {
        why: 'The certificate is not restricted, but the role requires extended key usages.',
        remedy: reissueElsewhere,
      },
    },
    'absent-on-public-path': {
      title: 'The certificate from a public CA has no extended key usage (EKU)',
      why: 'The rules for public CAs require it, so browsers may refuse the certificate.',
      remedy: reissue,
      subject: 'certificate',
      citation: baselineRequirements('7.1.2.7.10'),
    },
    'issuer-excludes-server-auth': {
      title: 'A CA in the chain may not issue certificates for servers',
      why: 'Windows, NSS, OpenSSL and Go apply the extended key usage of a CA to what it issues.',
      remedy: 'Have the certificate issued by a CA that may issue for server authentication.',
      subject: 'certificate',
      citation: rfc(5280, '4.2.1.12 (of CA certificates an inference: clients apply it to them too)'),
    },
    'issuer-excludes-usage': {
      title: 'A CA in the chain may not issue certificates for a purpose that the role requires',
      why: 'Windows, NSS, OpenSSL and Go apply the extended key usage of a CA to what it issues.',
      remedy: 'Have the certificate issued by a CA that may issue for every purpose of the role.',
      subject: 'certificate',
      citation: rfc(5280, '4.2.1.12 (of CA certificates an inference: clients apply it to them too)'),
    },
    'contradicting-extension': {
      title: 'Another extension of the certificate excludes server authentication',
      why: 'Clients that read it refuse the certificate: Windows reads application policies and ignores the extended key usage.',
      remedy: 'Reissue the certificate with Server Authentication in every extension that limits its purposes.',
      subject: 'certificate',
      citation: applicationPolicies,
      elsewhere: {
        title: 'Another extension of the certificate excludes a purpose that the role requires',
        remedy: 'Reissue the certificate with every purpose of the role in every extension that limits its purposes.',
      },
    },
    malformed: {
      title: 'The extended key usage is malformed',
      why: 'Clients cannot read which purposes the certificate allows.',
      remedy: reissue,
      subject: 'certificate',
      elsewhere: { remedy: reissueElsewhere },
    },
  },
  needs: ['leaf', 'expectation', 'trust'],
  judge: ({ leaf, expectation: { role, hasOwnSource }, trust }) => {
    const demand = role.extendedKeyUsage;
    if (isFree(demand)) return notApplicable('no-demand', 'This role requires no extended key usage.');
    const expected = demandText(demand);
    const cited = { demand: 'extendedKeyUsage', ...(hasOwnSource ? remedyFor(demand) : {}) } as const;
    const usages = leaf.extensions.extendedKeyUsage;
    if (usages === undefined) {
      if (demand.absent === 'fail')
        return fail('absent', { title: noExtension, expected, observed: 'absent', ...cited });
      if (demand.forbidden.length > 0) {
        const title = `${noExtension}, so it allows ${joinWords(demand.forbidden.map(usageWords))}, which the role forbids`;
        return fail('forbidden-usage', { ...cited, title, expected, observed: 'absent' });
      }
      return judgeOthers(leaf, {
        trust,
        demand,
        expected,
        observed: 'absent',
        message: 'There is no extended key usage, so the certificate is not restricted (RFC 5280 §4.2.1.12).',
      });
    }
    if (!usages.ok) {
      const title = 'The extended key usage is malformed';
      return fail('malformed', { title, detail: usages.error.message, expected, observed: 'malformed', ...cited });
    }
    const details = { expected, observed: listValues(usages.value.map(usageText)) };
    const lack = judgeLack(leaf, usages.value, demand);
    if (lack !== undefined) return fail(lack.fault, { ...cited, ...lack.seen, ...details });
    const met = [...demand.required, ...demand.oneOf.filter((purpose) => usages.value.includes(purpose))];
    const message =
      met.length === 0
        ? 'The certificate allows no purpose that the role forbids.'
        : `The certificate allows ${joinWords(met.map(usageWords))}.${noteDifference(leaf, usages.value)}`;
    return judgeOthers(leaf, { trust, demand: { ...demand, ...metBy(demand, usages.value) }, message, ...details });
  },
});

const noExtension = 'The certificate has no extended key usage (EKU)';

/** Of the alternatives those count on that the certificate has. */
function metBy({ oneOf }: UsageDemand, usages: readonly string[]): Pick<UsageDemand, 'oneOf'> {
  return { oneOf: oneOf.filter((purpose) => usages.includes(purpose)) };
}

function remedyFor({ required, oneOf }: UsageDemand): { readonly remedy?: string } {
  const parts = [joinWords(required.map(usageText)), joinAlternatives(oneOf.map(usageText))];
  const named = parts.filter((part) => part !== '').join(', and ');
  return named === '' ? {} : { remedy: `Reissue the certificate with the EKU ${named}.` };
}

type Lack = 'no-server-auth' | 'missing-usage' | 'only-any' | 'none-of-usages' | 'forbidden-usage';

/** What the extended key usage itself lacks, or has too much; undefined: nothing. */
function judgeLack(
  leaf: Certificate,
  usages: readonly string[],
  demand: UsageDemand,
): { readonly fault: Lack; readonly seen: Seen } | undefined {
  const has = (purpose: string): boolean => usages.includes(purpose);
  const missing = demand.required.filter((purpose) => !has(purpose));
  const isNoneThere = demand.oneOf.length > 0 && !demand.oneOf.some(has);
  const isAny = has(anyExtendedKeyUsage);
  // Windows reads the application policies.
  const policies = leaf.extensions.microsoftApplicationPolicies;
  const byPolicies = policies?.ok === true ? policies.value : [];
  const forbidden = demand.forbidden.filter((purpose) => isAny || has(purpose) || byPolicies.includes(purpose));
  if (missing.length === 0 && !isNoneThere) {
    if (forbidden.length === 0) return undefined;
    const words = joinWords(forbidden.map(usageWords));
    const remedy = `Reissue the certificate without ${joinWords(forbidden.map(usageText))}.`;
    return {
      fault: 'forbidden-usage',
      seen: { title: `The certificate allows ${words}, which the role forbids`, remedy },
    };
  }
  const allowed = joinWords(usages.map(usageWords), FEW);
  const lacking =
    missing.length > 0 ? joinWords(missing.map(usageWords)) : joinAlternatives(demand.oneOf.map(usageWords));
  const note = withForbidden(noteAllowed(leaf, missing.length > 0 ? missing : demand.oneOf), forbidden);
  if (isAny) {
    return {
      fault: 'only-any',
      seen: { title: `The certificate allows ${allowed} but does not name ${lacking}`, ...note },
    };
  }
  const only = allowed === '' ? 'The extended key usage allows nothing' : `The certificate allows ${allowed} only`;
  if (missing.includes(serverAuth)) return { fault: 'no-server-auth', seen: { title: only, ...note } };
  if (missing.length > 0) {
    return { fault: 'missing-usage', seen: { title: `The certificate does not allow ${lacking}`, ...note } };
  }
  return { fault: 'none-of-usages', seen: { title: `${only}; the role requires ${lacking}`, ...note } };
}

/** What is there although the role forbids it, beside what is missing. */
function withForbidden(note: Pick<Seen, 'detail'>, forbidden: readonly string[]): Pick<Seen, 'detail'> {
  if (forbidden.length === 0) return note;
  const also = `It also allows ${joinWords(forbidden.map(usageWords))}, which the role forbids.`;
  return { detail: note.detail === undefined ? also : `${note.detail} ${also}` };
}

interface Demand {
  readonly trust: readonly StoreTrust[];
  readonly demand: UsageDemand;
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
}

/** The extended key usage of the leaf meets the demand of its role; another extension, or a CA above, may still exclude it. */
function judgeOthers(
  leaf: Certificate,
  { trust, demand, message, ...details }: Demand,
): Judgement<
  | 'absent-on-public-path'
  | 'issuer-excludes-server-auth'
  | 'issuer-excludes-usage'
  | 'contradicting-extension'
  | 'malformed'
> {
  const policies = leaf.extensions.microsoftApplicationPolicies;
  if (policies?.ok === false) {
    const title = 'The application policies are malformed';
    return fail('malformed', { title, detail: policies.error.message, ...details, observed: 'malformed' });
  }
  const contradiction = purposeLimits(leaf).find((limit) => excludedBy(limit, demand).length > 0);
  if (contradiction !== undefined) {
    const title = `The ${describeLimit(contradiction)}`;
    return fail('contradicting-extension', { title, ...details, observed: limitText(contradiction) });
  }
  const certificate = findRefusal(trust, 'extended-key-usage')?.certificate ?? findExcludingIssuer(trust, demand);
  if (certificate === undefined) return pass(message, details);
  if (certificate.sha256 === leaf.sha256) return fail('absent-on-public-path', { title: noExtension, ...details });
  const limit = purposeLimits(certificate).find((each) => excludedBy(each, demand).length > 0);
  const excluded = limit === undefined ? [] : excludedBy(limit, demand);
  const seen = { ...(limit === undefined ? {} : { detail: `Its ${describeLimit(limit)}.` }), certificate, ...details };
  const may = `${nameOf(certificate)} may not issue certificates for`;
  // Without a limit of its own the path was refused for the purpose that paths are searched for.
  if (excluded.includes(serverAuth) || (excluded.length === 0 && demand.required.includes(serverAuth))) {
    return fail('issuer-excludes-server-auth', { title: `${may} servers`, ...seen });
  }
  const words = excluded.length === 0 ? 'the purposes of the role' : joinWords(excluded.map(usageWords));
  return fail('issuer-excludes-usage', { title: `${may} ${words}`, ...seen });
}

/** Paths are searched for one purpose; a CA on the way may exclude another that the role requires. The anchor limits nothing. */
function findExcludingIssuer(trust: readonly StoreTrust[], demand: UsageDemand): Certificate | undefined {
  const path = trust.find(({ result }) => result.ok)?.result;
  const issuers = path?.ok === true ? path.value.certificates.slice(1, -1) : [];
  const others = { required: demand.required.filter((purpose) => purpose !== serverAuth), oneOf: demand.oneOf };
  return issuers.find((issuer) => purposeLimits(issuer).some((limit) => excludedBy(limit, others).length > 0));
}
