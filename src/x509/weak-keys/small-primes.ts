/**
 * The primes a modulus is divided by, beside 2: those below 752. CA/B Forum Baseline Requirements §6.1.6 want a modulus to
 * "have no factors smaller than 752", after NIST SP 800-89 §5.3.3. More primes would find hardly more: of moduli that are
 * random numbers and not products of two primes (a flipped bit is enough) 83 % have an odd factor here, and 90 % below 65,536.
 */
export const smallPrimes: readonly number[] = oddPrimesBelow(752);

/** Some of the primes and their product, which is exact as a double. */
export interface PrimeGroup {
  readonly product: bigint;
  readonly primes: readonly number[];
}

/** Gathers primes, in order, into groups whose products stay below 2^53. */
export function groupPrimes(primes: readonly number[]): readonly PrimeGroup[] {
  const groups: { product: number; primes: number[] }[] = [];
  for (const prime of primes) {
    const last = groups.at(-1);
    if (last === undefined || last.product * prime > Number.MAX_SAFE_INTEGER) {
      groups.push({ product: prime, primes: [prime] });
    } else {
      last.product *= prime;
      last.primes.push(prime);
    }
  }
  return groups.map(({ product, primes: own }) => ({ product: BigInt(product), primes: own }));
}

/** The product of all of them. */
export function productOf(numbers: readonly number[]): bigint {
  return numbers.reduce((product, number) => product * BigInt(number), 1n);
}

function oddPrimesBelow(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate < limit; candidate += 2) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
