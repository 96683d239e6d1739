import { findProfileViolations, type ProfileViolation } from '../../pki/path/profile-violations.ts';
import type { PathError, PathErrorKind } from '../../pki/path/path.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { describeSignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { signatureRemedy } from '../keys/signature-remedy.ts';
import { baselineRequirements, rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail } from '../judgement.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { count } from '../join-words.ts';
import { findRefusal } from './find-refusal.ts';
import { type BrokenRule, faultsOf, findBrokenRules } from './public-rules/public-rule.ts';
import { leafRules } from './public-rules/public-rules.ts';

const clientsDiffer =
  'Clients differ in which of these rules they enforce: some refuse the certificate, others accept it.';

/**
 * What the profile `strict` demands of every certificate of the path, the anchor included, beyond what the policy's own
 * path validation did, and of a public leaf the dated rules that no path validation knows. RFC 5280 §4 binds every CA; the
 * CA/B Forum's profiles and those of the browsers bind only CAs that the public trusts.
 */
export const certificateProfile = defineCheck({
  id: 'certificate-profile',
  title: 'Every certificate in the chain follows RFC 5280 and the CA/Browser Forum rules',
  why: clientsDiffer,
  citation: rfc(5280, '4; public CAs: CA/Browser Forum Baseline Requirements 7.1'),
  faults: {
    'rfc-5280': {
      title: 'A certificate breaks a rule of RFC 5280',
      why: clientsDiffer,
      remedy: 'Have the CA correct its template and reissue the certificate.',
      subject: 'certificate',
      citation: rfc(5280, '4'),
    },
    'ca-browser-forum': {
      title: 'A public certificate breaks a rule of the CA/Browser Forum',
      why: 'These rules bind every public CA, and browsers may refuse certificates that break them.',
      remedy: 'Have the public CA reissue the certificate.',
      subject: 'certificate',
      citation: baselineRequirements('7.1'),
    },
    'malformed-extension': {
      title: 'An extension of a certificate is malformed',
      why: clientsDiffer,
      remedy: 'Have the certificate reissued by current CA software.',
      subject: 'certificate',
      citation: rfc(5280, '4.2'),
    },
    'extended-key-usage': {
      title: 'A public certificate does not name server authentication',
      why: 'Browsers require it in publicly trusted certificates.',
      remedy: 'Reissue the certificate with the EKU Server Authentication (1.3.6.1.5.5.7.3.1).',
      subject: 'certificate',
      citation: baselineRequirements('7.1.2.7.10'),
    },
    'weak-key': {
      title: 'The key of a public certificate is not allowed',
      why: 'Browsers refuse such keys in publicly trusted certificates.',
      remedy: 'Reissue the certificate with an RSA key of 2048 bits or more, or an EC key on P-256 or P-384.',
      subject: 'certificate',
      citation: baselineRequirements('6.1.5'),
    },
    'forbidden-signature-algorithm': {
      title: 'A public certificate is signed with an algorithm that is not allowed',
      why: 'Browsers refuse such signatures on publicly trusted certificates.',
      remedy: 'Have the CA reissue the certificate, signed with RSA (PKCS #1 v1.5) or ECDSA and SHA-256.',
      subject: 'certificate',
      citation: baselineRequirements('7.1.3.2'),
    },
    ...faultsOf(leafRules),
  },
  needs: ['path', 'validation', 'publicTrust', 'trust', 'leaf', 'now'],
  judge: ({ path, validation, publicTrust, trust, leaf, now }) => {
    const { profile, purpose, isPublicSuffix, checkLink } = validation;
    const found = findProfileViolations({
      path: path.certificates,
      endsInAnchor: path.end === 'anchor',
      beyond: profile,
      isPublic: publicTrust.ok,
      at: now,
      purpose,
      isPublicSuffix,
      checkLink,
    });
    const refusal = findRefusal(trust, 'profile-violation');
    const isPublic = publicTrust.ok || refusal !== undefined;
    const broken = isPublic ? findBrokenRules(leafRules, leaf, validation) : [];
    const violations = rank([...found, ...refusals(refusal)], broken);
    const rules = isPublic ? 'RFC 5280 and the CA/B Forum' : 'RFC 5280';
    const expected = `what ${rules} ${isPublic ? 'demand' : 'demands'}`;
    const [first, ...rest] = violations;
    if (first === undefined) {
      return passUnlessOpen(path, `No certificate in the chain breaks a rule of ${rules}.`, { expected });
    }
    return fail(first.fault, {
      title: first.message.replace(/\.$/, ''),
      detail: nameViolations(rest),
      certificate: first.certificate,
      ...(path.end === 'anchor' && first.certificate === path.certificates.at(-1)
        ? { remedy: 'Ask the CA for a new root certificate.' }
        : remedyOf(first)),
      expected,
      observed: count(violations.length, 'violation'),
    });
  },
});

/** What is at fault in a signature is its hash, its scheme or its parameters. */
function remedyOf({ fault, certificate }: NamedViolation): { readonly remedy?: string } {
  if (fault !== 'forbidden-signature-algorithm') return {};
  return { remedy: signatureRemedy(describeSignatureAlgorithm(certificate.signatureAlgorithm)) };
}

/** Kinds of violations that have a check of their own: they name the failure only if there are no others. */
const ofOtherChecks = [
  'malformed-extension',
  'extended-key-usage',
  'weak-key',
  'forbidden-signature-algorithm',
] as const satisfies readonly PathErrorKind[];

/** A violation with the word of its fault. */
interface NamedViolation {
  readonly fault: 'rfc-5280' | 'ca-browser-forum' | (typeof ofOtherChecks)[number] | keyof typeof leafRules;
  readonly message: string;
  readonly certificate: Certificate;
}

/** Rules that other checks may see as well: what follows from those must not name the failure beside something else. */
const alsoOfOthers: ReadonlySet<string> = new Set<keyof typeof leafRules>(['common-name', 'not-for-servers-only']);

/** Each violation once, the most specific faults first: they say best what is to be done. */
function rank(
  violations: readonly ProfileViolation[],
  broken: readonly BrokenRule<keyof typeof leafRules>[],
): readonly NamedViolation[] {
  const named = violations
    .filter(({ message }) => !broken.some(({ seen }) => message.startsWith(`${seen} (`)))
    .map(({ kind, source, message, certificate }): NamedViolation => {
      const fault = ofOtherChecks.find((other) => other === kind) ?? source;
      return { fault, message, certificate };
    });
  const of = (wanted: (fault: NamedViolation['fault']) => boolean) => named.filter(({ fault }) => wanted(fault));
  const isOfOther = (fault: NamedViolation['fault']): boolean => ofOtherChecks.some((other) => other === fault);
  return [
    ...broken.filter(({ fault }) => !alsoOfOthers.has(fault)),
    ...of((fault) => fault === 'rfc-5280'),
    ...broken.filter(({ fault }) => alsoOfOthers.has(fault)),
    ...of((fault) => fault === 'ca-browser-forum'),
    ...of(isOfOther),
  ];
}

/** The one rule of a profile for which a path is refused: path validation of the public web knows no others than those of its CAs. */
function refusals(error: PathError | undefined): readonly ProfileViolation[] {
  if (error?.certificate === undefined) return [];
  return [{ ...error, certificate: error.certificate, source: 'ca-browser-forum' }];
}

/** Sentences shown of one path: a chain of three has room for five each, and a hostile one stays readable. */
const maximumNamed = 15;

function nameViolations(violations: readonly NamedViolation[]): string {
  const named = violations.slice(0, maximumNamed).map(({ message }) => message);
  const rest = violations.length - named.length;
  return [...named, ...(rest > 0 ? [`And ${rest} more.`] : [])].join(' ');
}
