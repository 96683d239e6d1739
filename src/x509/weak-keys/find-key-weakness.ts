import type { PublicKey } from '../certificate.ts';
import { hexOf } from '../der/hex.ts';
import { MAX_RSA_MODULUS_BITS } from '../keys/import-public-key.ts';
import { oncePerKey } from '../keys/once-per-key.ts';
import { hasClosePrimes } from './close-primes.ts';
import { findSmallFactor, smallResidue } from './find-small-factor.ts';
import { hasRocaFingerprint } from './roca-fingerprint.ts';

/** Why the private key can be computed from a public RSA key. */
export type KeyWeakness =
  | { readonly kind: 'small-factor'; readonly factor: number }
  | { readonly kind: 'close-primes' }
  | { readonly kind: 'roca' };

/**
 * Looks for known weaknesses of an RSA modulus. `sound`: none was found; `limit`: the modulus is longer than
 * `MAX_RSA_MODULUS_BITS`; undefined: not an RSA key, or one that cannot be read.
 */
export function findKeyWeakness(publicKey: PublicKey): KeyWeakness | 'sound' | 'limit' | undefined {
  return publicKey.modulus === undefined ? undefined : weaknessOf(publicKey);
}

const weaknessOf = oncePerKey(({ modulus = new Uint8Array(0), bits = 0 }) => judgeModulus(modulus, bits));

/** The cheap tests come first: the residues of the first two are made by one division. */
function judgeModulus(bytes: Uint8Array, bits: number): KeyWeakness | 'sound' | 'limit' {
  if (bits > MAX_RSA_MODULUS_BITS) return 'limit';
  if (((bytes.at(-1) ?? 0) & 1) === 0) return { kind: 'small-factor', factor: 2 };
  const modulus = BigInt(`0x${hexOf(bytes)}`);
  const residue = smallResidue(modulus);
  const factor = findSmallFactor(residue);
  if (factor !== undefined) return { kind: 'small-factor', factor };
  if (hasRocaFingerprint(residue)) return { kind: 'roca' };
  return hasClosePrimes(modulus, bits) ? { kind: 'close-primes' } : 'sound';
}
