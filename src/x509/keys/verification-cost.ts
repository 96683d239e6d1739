import type { PublicKey } from '../certificate.ts';
import { MAX_RSA_EXPONENT_BITS, MAX_RSA_MODULUS_BITS } from './import-public-key.ts';

/**
 * Bytes that are hashed, compared or decoded in the time that one signature with P-256 takes to verify, some 0.07 ms. SHA-256 takes
 * 125,000, the slowest hashes and our own code for names a tenth of that.
 */
export const bytesPerVerification = 16_384;

/**
 * What verifying a signature with a key costs, the import of the key included, in verifications with P-256. Measured with OpenSSL 3.0
 * and @noble/post-quantum 0.7; the figures of keys in between follow the square of their size. A peer chooses its keys: DSA with
 * 10,000 bits costs 190 times as much as P-256.
 */
export function verificationCost(publicKey: PublicKey, signedBytes: number): number {
  return keyCost(publicKey) + signedBytes / bytesPerVerification;
}

function keyCost({ kind, bits = 0, curve, exponent = '', algorithm }: PublicKey): number {
  switch (kind) {
    case 'rsa':
    case 'rsa-pss': {
      const exponentBits = exponent.length * 4;
      // Such keys are not even imported.
      if (bits > MAX_RSA_MODULUS_BITS || exponentBits > MAX_RSA_EXPONENT_BITS) return cheapest;
      return cheapest + (bits / MAX_RSA_MODULUS_BITS) ** 2 * (3 + exponentBits);
    }
    case 'dsa':
      return 2 + 195 * (bits / 10_000) ** 2;
    case 'ec':
      if (curve === 'P-256') return 1;
      return 2 + (curve?.startsWith('sect') ? 42 * (bits / 571) ** 2 : 5 * (bits / 256) ** 2);
    case 'ed25519':
      return 2;
    case 'ed448':
      return 4;
    case 'ml-dsa':
      return mlDsaCosts[algorithm.oid] ?? 60;
    case 'unknown':
      return cheapest;
  }
}

const cheapest = 0.2;

/** In JavaScript. */
const mlDsaCosts: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.3.17': 25,
  '2.16.840.1.101.3.4.3.18': 42,
  '2.16.840.1.101.3.4.3.19': 60,
};
