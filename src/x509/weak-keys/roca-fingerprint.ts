import { groupPrimes, productOf, smallPrimes } from './small-primes.ts';

/*
 * ROCA, CVE-2017-15361: Infineon's RSALib made its primes as k·M + (65537^a mod M), where M is the product of the first primes
 * (39 of them for the shortest keys). So a modulus is a power of 65537 modulo each of them, and modulo their product.
 * Nemec, Sys, Svenda, Klinec, Matyas: The Return of Coppersmith's Attack, ACM CCS 2017, §2.1 and §2.3.
 */
const generator = 65_537;

/** The primes of the published detector (https://github.com/crocs-muni/roca): the 38 odd ones up to 167. */
const rocaPrimes = smallPrimes.filter((prime) => prime <= 167);

/**
 * Whether a modulus has the fingerprint, by its `smallResidue`. The first test, of 38 primes, accepts one random modulus in
 * 2^27.8 (the product of the shares that the powers of 65537 have among the residues); it ends early, and sound keys need no
 * other. The second looks for a discrete logarithm, as the authors' later detector does, and accepts one in 2^154.9.
 */
export function hasRocaFingerprint(residue: bigint): boolean {
  return looksLikeRoca(residue) && isPowerOfGenerator(residue % modulus);
}

/** Without the primes modulo which every residue but 0 is a power of 65537: those only say that they do not divide the modulus. */
const powersByPrime: ReadonlyMap<number, Uint8Array> = new Map(
  rocaPrimes
    .map((prime) => [prime, powersModulo(prime)] as const)
    .filter(([prime, powers]) => powers.reduce((count, isPower) => count + isPower, 0) < prime - 1),
);
const groups = groupPrimes([...powersByPrime.keys()]);

function looksLikeRoca(residue: bigint): boolean {
  return groups.every(({ product, primes }) => {
    const rest = Number(residue % product);
    return primes.every((prime) => powersByPrime.get(prime)?.[rest % prime] === 1);
  });
}

function powersModulo(prime: number): Uint8Array {
  const powers = new Uint8Array(prime);
  for (let power = 1; powers[power] !== 1; power = (power * generator) % prime) powers[power] = 1;
  return powers;
}

const modulus = productOf(rocaPrimes);

/** The order of 65537 modulo the product of the 38 primes: 2454106387091158800, by its prime powers. */
const orderFactors = [16n, 81n, 25n, 7n, 11n, 13n, 17n, 23n, 29n, 37n, 41n, 53n, 83n] as const;
const order = orderFactors.reduce((product, factor) => product * factor, 1n);

/** Pohlig and Hellman: an element is in a cyclic group if each of its parts of prime power order is. */
function isPowerOfGenerator(element: bigint): boolean {
  const powerOf = powerModulo(modulus);
  if (powerOf(element, order) !== 1n) return false;
  return orderFactors.every((factor) => {
    const wanted = powerOf(element, order / factor);
    const step = powerOf(BigInt(generator), order / factor);
    let power = 1n;
    for (let exponent = 0n; exponent < factor; exponent += 1n) {
      if (power === wanted) return true;
      power = (power * step) % modulus;
    }
    return false;
  });
}

function powerModulo(divisor: bigint): (base: bigint, exponent: bigint) => bigint {
  return (base, exponent) => {
    let result = 1n;
    let square = base;
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if ((rest & 1n) === 1n) result = (result * square) % divisor;
      square = (square * square) % divisor;
    }
    return result;
  };
}
