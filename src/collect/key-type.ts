import type { KeyType } from '../model/vocabulary.ts';
import type { PublicKey } from '../x509/certificate.ts';

/** The key type of a leaf, from its key. Undefined: DSA, an unknown kind, or unreadable. */
export function keyTypeOf(key: PublicKey | undefined): KeyType | undefined {
  switch (key?.kind) {
    case 'rsa':
    case 'rsa-pss':
      return 'rsa';
    case 'ec':
      return 'ecdsa';
    case 'ed25519':
    case 'ed448':
      return 'eddsa';
    case 'ml-dsa':
      return 'ml-dsa';
    default:
      return undefined;
  }
}
