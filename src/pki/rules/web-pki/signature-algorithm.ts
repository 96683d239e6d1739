import { describeSignatureAlgorithm } from '../../../x509/keys/signature-algorithm.ts';
import { nameOf } from '../../name-of.ts';
import type { CertificateRule } from '../../path/rule.ts';

const schemes: ReadonlySet<string> = new Set(['rsa', 'rsassa-pss', 'ecdsa']);
const hashes: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512']);

/**
 * CA/B Forum 7.1.3.2: RSA or ECDSA with SHA-256, SHA-384 or SHA-512. The anchor's own signature proves nothing and is
 * left alone: old roots are signed with SHA-1.
 */
export const signatureAlgorithmIsAllowed: CertificateRule = ({ certificate, isAnchor }) => {
  const { scheme, hash, name } = describeSignatureAlgorithm(certificate.signatureAlgorithm);
  if (isAnchor || (schemes.has(scheme) && hashes.has(hash ?? ''))) return undefined;
  const message = `${nameOf(certificate)} is signed with ${name}, which CA/B Forum 7.1.3.2 does not allow.`;
  return { kind: 'forbidden-signature-algorithm', message, certificate };
};
