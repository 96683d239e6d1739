import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** So that a signature over something else is never taken for one over a worker's answer. */
const context = Buffer.from('certmuster answer of a site\0');

/**
 * Signs the body of an answer (Ed25519, RFC 8032). The body has run, batch and site in it, so that a signature holds for no other run,
 * batch or site.
 */
export function signAnswer(body: Uint8Array, key: KeyObject): Uint8Array {
  return sign(null, Buffer.concat([context, body]), key);
}

/** Whether the body was signed by the holder of the key. `spki`: the public key in DER. */
export function isSignedBy(body: Uint8Array, signature: Uint8Array | undefined, spki: Uint8Array): boolean {
  if (signature?.length !== 64) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.concat([context, body]), key, signature);
  } catch {
    return false;
  }
}
