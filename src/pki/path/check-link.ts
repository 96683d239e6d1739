import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { verifySignature } from '../../x509/keys/verify-signature.ts';

/** What checking a certificate's signature with a key said. */
export type LinkState = 'valid' | 'invalid' | 'unsupported';

/**
 * Checks a certificate's signature with a key, once for as long as both live decoded: judging one chain asks
 * for the same link several times. A signature or key that cannot be read is as good as a wrong one.
 */
export function checkLink(certificate: Certificate, publicKey: PublicKey): LinkState {
  let ofKey = answers.get(publicKey);
  if (ofKey === undefined) {
    ofKey = new WeakMap();
    answers.set(publicKey, ofKey);
  }
  const known = ofKey.get(certificate);
  if (known !== undefined) return known;
  const state = verify(certificate, publicKey);
  ofKey.set(certificate, state);
  return state;
}

/** By the key of a decoded issuer, of which a run has few, then by certificate. Both go when nobody holds them any more. */
const answers = new WeakMap<PublicKey, WeakMap<Certificate, LinkState>>();

function verify({ tbs, signatureAlgorithm, signature }: Certificate, publicKey: PublicKey): LinkState {
  const verified = verifySignature({ signed: tbs, signatureAlgorithm, signature, publicKey });
  if (!verified.ok) return verified.error.kind === 'unsupported' ? 'unsupported' : 'invalid';
  return verified.value ? 'valid' : 'invalid';
}
