import type { KeyType } from '../model/vocabulary.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';

/** Which kind of certificate authenticated the handshake: the kind of the leaf's key. Undefined: neither, or unreadable. */
export function leafKeyType(certificates: readonly Uint8Array[] | undefined): KeyType | undefined {
  const leaf = certificates?.[0];
  const certificate = leaf === undefined ? undefined : decodeCertificate(leaf);
  if (certificate === undefined || !certificate.ok) return undefined;
  const { kind } = certificate.value.publicKey;
  if (kind === 'rsa' || kind === 'rsa-pss') return 'rsa';
  return kind === 'ec' ? 'ecdsa' : undefined;
}

/** The kind that a second hello asks for; undefined where the first answer shows neither. */
export function otherKeyType(certificates: readonly Uint8Array[] | undefined): KeyType | undefined {
  switch (leafKeyType(certificates)) {
    case 'rsa':
      return 'ecdsa';
    case 'ecdsa':
      return 'rsa';
    default:
      return undefined;
  }
}
