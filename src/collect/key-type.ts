import type { KeyType } from '../model/vocabulary.ts';
import type { PublicKey } from '../x509/certificate.ts';

/** Which kind of certificate authenticated the handshake, by the kind of its key. Undefined: neither, or unreadable. */
export function keyTypeOf(key: PublicKey | undefined): KeyType | undefined {
  switch (key?.kind) {
    case 'rsa':
    case 'rsa-pss':
      return 'rsa';
    case 'ec':
      return 'ecdsa';
    default:
      return undefined;
  }
}

/** The kind that a second hello asks for. */
export const otherKeyType: Readonly<Record<KeyType, KeyType>> = { rsa: 'ecdsa', ecdsa: 'rsa' };
