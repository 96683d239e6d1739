import type { PublicKey } from '../x509/certificate.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';

/** The public key of a leaf; undefined if the certificate cannot be decoded. */
export type ReadLeafKey = (leaf: Uint8Array) => PublicKey | undefined;

/** Reads the keys of leaves with a decoder that others use too, so that a leaf is decoded once. */
export function createLeafKeyReader(decode: CertificateDecoder): ReadLeafKey {
  return (leaf) => {
    const { certificate } = decode(leaf);
    return certificate.ok ? certificate.value.publicKey : undefined;
  };
}
