import type { PublicKey } from '../x509/certificate.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';
import { sha256Hex } from '../x509/sha256-hex.ts';

/** The public key of a leaf; undefined where the certificate cannot be decoded. */
export type ReadLeafKey = (leaf: Uint8Array) => PublicKey | undefined;

/**
 * Leaves whose keys are kept. One certificate serves several endpoints that stand close together (all names of a virtual
 * server, all members of an array), and decoding it and importing its key cost more than checking a signature.
 */
const maxLeafKeys = 256;

/** Reads the keys of leaves and remembers the latest, so that a key is also imported only once. */
export function rememberLeafKeys(): ReadLeafKey {
  const known = new Map<string, PublicKey | undefined>();
  return (leaf) => {
    const sha256 = sha256Hex(leaf);
    if (known.has(sha256)) return known.get(sha256);
    const certificate = decodeCertificate(leaf);
    const key = certificate.ok ? certificate.value.publicKey : undefined;
    const oldest = known.size < maxLeafKeys ? undefined : known.keys().next().value;
    if (oldest !== undefined) known.delete(oldest);
    known.set(sha256, key);
    return key;
  };
}
