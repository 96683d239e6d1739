import type { Certificate, PublicKey } from '../x509/certificate.ts';
import { verifySignature } from '../x509/verify-signature.ts';

/** What checking a certificate's signature with a key said. */
export type LinkState = 'valid' | 'invalid' | 'unsupported';

/**
 * Checks a certificate's signature with a key, once for as long as the decoded certificate lives: judging one chain asks
 * for the same link several times. A signature or key that cannot be read is as good as a wrong one.
 */
export function checkLink(certificate: Certificate, publicKey: PublicKey): LinkState {
  const known = answers.get(certificate) ?? new Map<string, LinkState>();
  answers.set(certificate, known);
  const state = known.get(publicKey.spkiSha256) ?? verify(certificate, publicKey);
  if (known.size >= maximumKeys) known.clear();
  known.set(publicKey.spkiSha256, state);
  return state;
}

/** Keys remembered for one certificate. A search tries at most a hundred, but an intermediate lives through a whole run. */
const maximumKeys = 256;

/** By certificate, then by key. */
const answers = new WeakMap<Certificate, Map<string, LinkState>>();

function verify({ tbs, signatureAlgorithm, signature }: Certificate, publicKey: PublicKey): LinkState {
  const verified = verifySignature({ signed: tbs, signatureAlgorithm, signature, publicKey });
  if (!verified.ok) return verified.error.kind === 'unsupported' ? 'unsupported' : 'invalid';
  return verified.value ? 'valid' : 'invalid';
}
