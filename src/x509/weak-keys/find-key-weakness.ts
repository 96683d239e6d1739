import type { PublicKey } from '../certificate.ts';
import { hexOf } from '../der/hex.ts';
import { MAX_RSA_MODULUS_BITS } from '../keys/import-public-key.ts';
import { hasClosePrimes } from './close-primes.ts';
import { findSmallFactor, smallResidue } from './find-small-factor.ts';
import { hasRocaFingerprint } from './roca-fingerprint.ts';

/** Why anyone can compute the private key of an RSA key from the public one. */
export type KeyWeakness =
  | { readonly kind: 'small-factor'; readonly factor: number }
  | { readonly kind: 'close-primes' }
  | { readonly kind: 'roca' };

/**
 * What is known to be wrong with the modulus of a key. `sound`: none of it, which proves nothing beyond that; `limit`: longer than the
 * `MAX_RSA_MODULUS_BITS` worked with; undefined: no RSA key, or none that can be read. Remembered with the key, so that
 * the intermediates of a fleet are asked once.
 */
export function findKeyWeakness(publicKey: PublicKey): KeyWeakness | 'sound' | 'limit' | undefined {
  const { modulus } = publicKey;
  if (modulus === undefined) return undefined;
  const known = answers.get(publicKey);
  if (known !== undefined) return known;
  const answer = judgeModulus(modulus, publicKey.bits ?? 0);
  answers.set(publicKey, answer);
  return answer;
}

const answers = new WeakMap<PublicKey, KeyWeakness | 'sound' | 'limit'>();

/** The cheap ones first: all the residues of the first two come from one division. */
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
