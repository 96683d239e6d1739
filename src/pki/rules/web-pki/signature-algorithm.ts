import { describeSignatureAlgorithm, type SignatureAlgorithm } from '../../../x509/keys/signature-algorithm.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { readPssParameters } from '../../../x509/keys/pss-parameters.ts';
import { nameOf } from '../../name-of.ts';
import type { CertificateRule } from '../../path/rule.ts';

const schemes: ReadonlySet<string> = new Set(['rsa', 'rsassa-pss', 'ecdsa']);
const hashBytes: ReadonlyMap<string, number> = new Map([
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
]);

/**
 * CA/B Forum 7.1.3.2: RSA or ECDSA with SHA-256, SHA-384 or SHA-512. The anchor's own signature proves nothing and is
 * left alone: old roots are signed with SHA-1. RSASSA-PSS has one set of parameters for each hash (7.1.3.2.1).
 */
export const signatureAlgorithmIsAllowed: CertificateRule = ({ certificate, isAnchor }) => {
  const algorithm = describeSignatureAlgorithm(certificate.signatureAlgorithm);
  if (isAnchor) return undefined;
  const isAllowed = isPubliclyAllowed(algorithm);
  const oddity = isAllowed && algorithm.scheme === 'rsassa-pss' ? pssOddity(certificate) : undefined;
  if (isAllowed && oddity === undefined) return undefined;
  const what = oddity === undefined ? algorithm.name : `${algorithm.name} and ${oddity}`;
  const message = `${nameOf(certificate)} is signed with ${what}, which CA/B Forum 7.1.3.2 does not allow.`;
  return { kind: 'forbidden-signature-algorithm', message, certificate };
};

/** Whether CA/B Forum 7.1.3.2 allows an algorithm; it binds the signatures of CRLs and OCSP responses too. */
export function isPubliclyAllowed({ scheme, hash }: SignatureAlgorithm): boolean {
  return schemes.has(scheme) && hashBytes.has(hash ?? '');
}

/** What in the parameters is not as long as, or not the same as, the hash; undefined: nothing. */
function pssOddity({ signatureAlgorithm }: Certificate): string | undefined {
  const read = readPssParameters(signatureAlgorithm.parameters);
  if (!read.ok) return undefined;
  const { hash = '', maskHash, saltLength } = read.value;
  if (maskHash !== hash) return `a mask over ${maskHash ?? 'an unknown hash'}`;
  return saltLength === hashBytes.get(hash) ? undefined : `a salt of ${saltLength} bytes`;
}
