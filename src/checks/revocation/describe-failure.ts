import { assertNever } from '../../model/assert-never.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import type { RevocationDefect } from '../../pki/revocation/revocation-answer.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { dayText } from '../instant-text.ts';
import { fail, type Judgement } from '../judgement.ts';
import type { CertificateRevocation } from './certificate-revocation.ts';
import type { revocationFaults } from './revocation-faults.ts';

/** What is known of one certificate of the path. */
export interface Status<Answer extends CertificateRevocation = CertificateRevocation> {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly answer: Answer;
}

interface Beside {
  /** Further certificates that fail. */
  readonly others: readonly Status[];
  readonly leaf: Certificate | undefined;
}

/** The failure that a status is, if it is one by the policy. */
export function describeFailure(
  { certificate, issuer, answer }: Status,
  { others, leaf }: Beside,
): Judgement<keyof typeof revocationFaults> {
  const name = shortNameOf(certificate);
  const detail = [answer, ...others.map((other) => other.answer)].map(({ message }) => message).join(' ');
  const values = { detail, expected: 'no certificate revoked', observed: answer.kind };
  switch (answer.kind) {
    case 'revoked': {
      const title = `${name} was revoked on ${dayText(answer.revokedAt)} (${answer.reason ?? 'no reason given'})`;
      const remedy = certificate.sha256 === leaf?.sha256 ? {} : { remedy: replaceIssuer };
      return fail('revoked', { ...values, ...remedy, title, certificate });
    }
    case 'defective': {
      const clause = defectClauses[answer.defect];
      if (answer.medium === 'staple')
        return fail('staple-not-valid', { ...values, title: `The stapled OCSP response ${clause}` });
      const what = answer.medium === 'crl' ? 'CRL' : 'OCSP response';
      return fail('answer-not-valid', {
        ...values,
        title: `The ${what} of ${shortNameOf(issuer)} ${clause}`,
        certificate: issuer,
      });
    }
    case 'unknown':
      return fail('unknown-certificate', { ...values, title: `The OCSP responder does not know ${name}`, certificate });
    case 'no-pointer':
      return fail('no-pointer', {
        ...values,
        detail: '',
        title: `${name} names no CRL and no OCSP responder`,
        certificate,
      });
    case 'unreachable':
    case 'not-asked':
    case 'unsupported':
    case 'good':
    case 'short-lived':
      return fail('no-answer', {
        ...values,
        title: `No revocation answer from ${shortNameOf(issuer)}`,
        certificate: issuer,
      });
    default:
      return assertNever(answer);
  }
}

const replaceIssuer = 'Replace the CA certificate and its key, and reissue every certificate below it.';

/** What is wrong with a CRL or an OCSP response. */
export const defectClauses: Readonly<Record<RevocationDefect, string>> = {
  'bad-signature': 'has a signature that does not verify',
  'unsupported-signature-algorithm': 'has a signature that certmuster cannot verify',
  'signature-algorithm-mismatch': 'names two different signature algorithms',
  'forbidden-signature-algorithm': 'is signed with a forbidden algorithm',
  'weak-key': 'is signed with a weak key',
  'key-usage': 'was signed by a CA that may not sign CRLs',
  expired: 'is out of date',
  'not-yet-valid': 'is dated in the future',
  'malformed-extension': 'cannot be decoded',
  'unhandled-critical-extension': 'has an unknown critical extension',
  'profile-violation': 'breaks the profile of RFC 5280',
  'malformed-entry': 'has an entry that cannot be decoded',
  refused: 'reports that the responder refuses to answer',
  'unauthorized-responder': 'was signed by a responder that the CA has not authorized',
  'nonce-mismatch': 'does not match the request',
  'budget-exceeded': 'takes more work to verify than the budget of an endpoint allows',
};
