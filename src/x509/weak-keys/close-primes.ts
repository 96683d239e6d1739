import { integerRoot } from './integer-root.ts';

/**
 * Steps of Fermat's method. CA/B Forum Baseline Requirements §6.1.1.3 make CAs refuse what falls within 100 (the keys of
 * CVE-2022-26320 do). k steps find primes that differ by at most √(8k) times the fourth root of the modulus: 128 steps by 32
 * times, a difference below 2^517 in a modulus of 2048 bits. A thousand times the steps would add five bits; sound primes
 * differ in their first hundred (FIPS 186-5 §A.1.3).
 */
const FERMAT_STEPS = 128;

/** Whether Fermat's method splits an odd modulus of this many bits: n = a² - b² with a among the `FERMAT_STEPS` numbers from √n on. */
export function hasClosePrimes(modulus: bigint, bits: number): boolean {
  const { root, rest } = integerRoot(modulus, bits);
  if (rest === 0n) return root > 1n;
  const a = root + 1n;
  return findSquareSteps(a, 2n * root + 1n - rest).some((step) => splits(modulus, a + BigInt(step)));
}

/** One random residue in 1,200 is that of a square modulo all three. The first is used at every step. */
const moduli = [16 * 9 * 5 * 7, 11 * 13 * 17, 19 * 23 * 29] as const;
const filters = moduli.map((modulus) => ({ modulus, squares: squaresModulo(modulus) }));
const productOfModuli = BigInt(moduli[0] * moduli[1] * moduli[2]);

/**
 * The steps at which a² - n may be a square. Only its residues modulo three small numbers are tracked, so that the long numbers are
 * used once: from a to a + 1 it grows by 2a + 1, and that by 2.
 */
function findSquareSteps(a: bigint, remainder: bigint): readonly number[] {
  const aRest = Number(a % productOfModuli);
  const restAtStart = Number(remainder % productOfModuli);
  const [first, ...others] = filters;
  if (first === undefined) return [];
  const { modulus, squares } = first;
  let residue = restAtStart % modulus;
  let growth = (2 * (aRest % modulus) + 1) % modulus;
  const steps: number[] = [];
  for (let step = 0; step < FERMAT_STEPS; step += 1) {
    if (squares[residue] === 1) steps.push(step);
    residue += growth;
    if (residue >= modulus) residue -= modulus;
    growth += 2;
    if (growth >= modulus) growth -= modulus;
  }
  return steps.filter((step) =>
    others.every((other) => {
      const sum = (restAtStart % other.modulus) + step * (2 * (aRest % other.modulus) + step);
      return other.squares[sum % other.modulus] === 1;
    }),
  );
}

function squaresModulo(modulus: number): Uint8Array {
  const squares = new Uint8Array(modulus);
  for (let root = 0; root < modulus; root += 1) squares[(root * root) % modulus] = 1;
  return squares;
}

/** If a - b is 1, the modulus is prime, and so short that its half is near its root. */
function splits(modulus: bigint, a: bigint): boolean {
  const { root: b, rest } = integerRoot(a * a - modulus);
  return rest === 0n && a - b > 1n;
}
