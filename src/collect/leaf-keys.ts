import type { PublicKey } from '../x509/certificate.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';

/** The public key of a leaf; undefined where the certificate cannot be decoded. */
export type ReadLeafKey = (leaf: Uint8Array) => PublicKey | undefined;

/** Reads the keys of leaves. Whoever judges the leaf later finds it decoded, and a key is also imported only once. */
export function createLeafKeyReader(decode: CertificateDecoder): ReadLeafKey {
  return (leaf) => {
    const { certificate } = decode(leaf);
    return certificate.ok ? certificate.value.publicKey : undefined;
  };
}
