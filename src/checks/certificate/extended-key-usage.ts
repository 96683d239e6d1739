import { anyExtendedKeyUsage } from '../../model/extended-key-usages.ts';
import { nameOf } from '../../pki/name-of.ts';
import { allowsPurpose, purposeLimits } from '../../pki/rules/purpose-limits.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { applicationPolicies, baselineRequirements, rfc, specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { fail, type Judgement, pass } from '../judgement.ts';
import { FEW, joinWords, listValues } from '../join-words.ts';
import { findRefusal } from './find-refusal.ts';
import { describeLimit, limitText, noteAllowed, noteDifference } from './purpose-limit-text.ts';
import { usageText, usageWords } from '../../model/purpose-names.ts';

const reissue = 'Reissue the certificate with the EKU Server Authentication (1.3.6.1.5.5.7.3.1).';

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
    },
    absent: {
      title: 'The certificate has no extended key usage (EKU)',
      why: 'The certificate is not restricted, but the specification requires Server Authentication.',
      remedy: reissue,
      subject: 'certificate',
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
    'contradicting-extension': {
      title: 'Another extension of the certificate excludes server authentication',
      why: 'Clients that read it refuse the certificate: Windows reads application policies and ignores the extended key usage.',
      remedy: 'Reissue the certificate with Server Authentication in every extension that limits its purposes.',
      subject: 'certificate',
      citation: applicationPolicies,
    },
    malformed: {
      title: 'The extended key usage is malformed',
      why: 'Clients cannot read which purposes the certificate allows.',
      remedy: reissue,
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'trust'],
  judge: ({ leaf, expectation: { role }, trust }) => {
    const { absent } = role.extendedKeyUsage;
    const [required = ''] = role.extendedKeyUsage.required;
    const expected = usageText(required);
    const usages = leaf.extensions.extendedKeyUsage;
    if (usages === undefined) {
      if (absent === 'fail') return fail('absent', { title: noExtension, expected, observed: 'absent' });
      return judgeOthers(leaf, {
        trust,
        required,
        expected,
        observed: 'absent',
        message: 'There is no extended key usage, so the certificate is not restricted (RFC 5280 §4.2.1.12).',
      });
    }
    if (!usages.ok) {
      const title = 'The extended key usage is malformed';
      return fail('malformed', { title, detail: usages.error.message, expected, observed: 'malformed' });
    }
    const details = { expected, observed: listValues(usages.value.map(usageText)) };
    if (usages.value.includes(required)) {
      const message = `The certificate allows ${usageWords(required)}.${noteDifference(leaf, usages.value)}`;
      return judgeOthers(leaf, { trust, required, message, ...details });
    }
    const allowed = joinWords(usages.value.map(usageWords), FEW);
    if (usages.value.includes(anyExtendedKeyUsage)) {
      return fail('only-any', {
        title: `The certificate allows ${allowed} but does not name ${usageWords(required)}`,
        ...noteAllowed(leaf, required),
        ...details,
      });
    }
    const title = allowed === '' ? 'The extended key usage allows nothing' : `The certificate allows ${allowed} only`;
    return fail('no-server-auth', { title, ...noteAllowed(leaf, required), ...details });
  },
});

const noExtension = 'The certificate has no extended key usage (EKU)';

interface Demand {
  readonly trust: readonly StoreTrust[];
  readonly required: string;
  readonly message: string;
  readonly expected: string;
  readonly observed: string;
}

/** The extended key usage of the leaf meets the demand of its role; another extension, or a CA above, may still exclude it. */
function judgeOthers(
  leaf: Certificate,
  { trust, required, message, ...details }: Demand,
): Judgement<'absent-on-public-path' | 'issuer-excludes-server-auth' | 'contradicting-extension' | 'malformed'> {
  const policies = leaf.extensions.microsoftApplicationPolicies;
  if (policies?.ok === false) {
    const title = 'The application policies are malformed';
    return fail('malformed', { title, detail: policies.error.message, ...details, observed: 'malformed' });
  }
  const contradiction = purposeLimits(leaf).find((limit) => !allowsPurpose(limit, required));
  if (contradiction !== undefined) {
    const title = `The ${describeLimit(contradiction)}`;
    return fail('contradicting-extension', { title, ...details, observed: limitText(contradiction) });
  }
  const refusal = findRefusal(trust, 'extended-key-usage');
  const certificate = refusal?.certificate;
  if (certificate === undefined) return pass(message, details);
  if (certificate.sha256 === leaf.sha256) return fail('absent-on-public-path', { title: noExtension, ...details });
  const limit = purposeLimits(certificate).find((each) => !allowsPurpose(each, required));
  return fail('issuer-excludes-server-auth', {
    title: `${nameOf(certificate)} may not issue certificates for servers`,
    ...(limit === undefined ? {} : { detail: `Its ${describeLimit(limit)}.` }),
    certificate,
    ...details,
  });
}
