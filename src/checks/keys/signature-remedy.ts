import type { SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';

/** Hashes that the CA/B Forum allows (7.1.3.2) and that every client of today reads. */
const soundHashes: readonly (string | undefined)[] = ['sha256', 'sha384', 'sha512'];

/** What to do about a signature whose hash, scheme or parameters are refused: one sentence. A sound hash is not at fault. */
export function signatureRemedy({ scheme, hash }: SignatureAlgorithm): string {
  const isSound = soundHashes.includes(hash);
  if (scheme === 'rsassa-pss') return isSound || hash === undefined ? pssRemedy : `${hashRemedy} ${pssNote}`;
  if (scheme === 'rsa' || scheme === 'ecdsa') return hashRemedy;
  return 'Have the certificate issued by a CA that signs with RSA or ECDSA and SHA-256.';
}

const hashRemedy = 'Have the CA reissue the certificate with a SHA-256 signature.';
const pssNote = 'Use PKCS #1 v1.5 instead of RSASSA-PSS.';

/** Where AD CS is told not to sign that way. */
export const pssRemedy =
  'Have the CA sign with PKCS #1 v1.5 instead of RSASSA-PSS (AD CS: AlternateSignatureAlgorithm=0 in CAPolicy.inf) and reissue the certificate.';
