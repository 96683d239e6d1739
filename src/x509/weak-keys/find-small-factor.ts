import { groupPrimes, productOf, smallPrimes } from './small-primes.ts';

const product = productOf(smallPrimes);

/** The remainder of a modulus by the product of all small primes, which decides divisibility by each at half the length. */
export function smallResidue(modulus: bigint): bigint {
  return modulus % product;
}

/** A prime of `smallPrimes` that divides a modulus, not always the least, by its `smallResidue`; undefined: none does. */
export function findSmallFactor(residue: bigint): number | undefined {
  for (const { product: groupProduct, primes, shifts } of groups) {
    const rest = Number(residue % groupProduct);
    // Integer remainders are ten times as fast as those of doubles, so the 53 bits are taken in two halves.
    const high = Math.floor(rest / halfway) | 0;
    const low = (rest - high * halfway) | 0;
    for (let index = 0; index < primes.length; index += 1) {
      const prime = primes[index] ?? 1;
      if (((high % prime) * (shifts[index] ?? 0) + low) % prime === 0) return prime;
    }
  }
  return undefined;
}

/** 2^26: above it a half of 53 bits still fits an integer, even after (p - 1)^2 is added to the lower one. */
const halfway = 0x400_0000;

const groups = groupPrimes(smallPrimes).map(({ product: groupProduct, primes }) => ({
  product: groupProduct,
  primes: Int32Array.from(primes),
  shifts: Int32Array.from(primes, (prime) => halfway % prime),
}));
