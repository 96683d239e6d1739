import type { KeyType } from '../model/vocabulary.ts';
import type { PublicKey } from '../x509/certificate.ts';

/** The key type of a leaf, from its key. Undefined: neither RSA nor ECDSA, or unreadable. */
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

/** The key type that a second hello offers. */
export const otherKeyType: Readonly<Record<KeyType, KeyType>> = { rsa: 'ecdsa', ecdsa: 'rsa' };
