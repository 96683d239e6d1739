import type { Certificate, PublicKey } from '../x509/certificate.ts';
import { verifySignature } from '../x509/verify-signature.ts';

/** What checking a certificate's signature with a key said. */
export type LinkState = 'valid' | 'invalid' | 'unsupported';

/** Checks one signature. A signature or key that cannot be read is as good as a wrong one. */
export function checkLink({ tbs, signatureAlgorithm, signature }: Certificate, publicKey: PublicKey): LinkState {
  const verified = verifySignature({ signed: tbs, signatureAlgorithm, signature, publicKey });
  if (!verified.ok) return verified.error.kind === 'unsupported' ? 'unsupported' : 'invalid';
  return verified.value ? 'valid' : 'invalid';
}
