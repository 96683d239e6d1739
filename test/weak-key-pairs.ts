import { checkPrimeSync, createPrivateKey, createPublicKey, generatePrimeSync } from 'node:crypto';

import type { KeyKind, KeyPair } from '../src/lab/key-pair.ts';

/** Real key pairs of primes that no sound generator would choose. */

/** A fresh random prime with the two topmost bits set, so that the product of two has all its bits. */
export function randomPrime(bits: number): bigint {
  return generatePrimeSync(bits, { bigint: true });
}

/** The first prime above a number. */
export function nextPrime(above: bigint): bigint {
  let candidate = above + 1n + (above & 1n);
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** A prime of the form that Infineon's RSALib gave its own: k·M + (65537^a mod M), M the product of so many primes. */
export function rocaPrime(bits: number): bigint {
  const primorial = firstPrimes(primesOfRsaLib(bits)).reduce((product, prime) => product * prime, 1n);
  for (;;) {
    const residue = modularPower(65_537n, randomPrime(64), primorial);
    const least = (3n << BigInt(bits - 2)) / primorial + 1n;
    const room = ((1n << BigInt(bits)) - 1n) / primorial - least;
    const prime = (least + (randomPrime(64) % room)) * primorial + residue;
    if (checkPrimeSync(prime)) return prime;
  }
}

/** Nemec and others, §2.1: by the length of a prime, not of the modulus. */
function primesOfRsaLib(bits: number): number {
  if (bits < 496) return 39;
  return bits < 992 ? 71 : 126;
}

/** The key pair of two odd primes, with the exponent 65537. */
export function keyPairOf(p: bigint, q: bigint, kind: KeyKind = 'rsa-2048'): KeyPair {
  const exponent = 65_537n;
  const d = inverse(exponent, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const fields = Object.entries(numbers).map(([name, number]) => [name, base64Url(number)] as const);
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...Object.fromEntries(fields) }, format: 'jwk' });
  return {
    kind,
    privateKey,
    spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
    pem: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  };
}

/** The octets of a positive number, big-endian, without leading zeros. */
export function octetsOf(number: bigint): Uint8Array {
  const digits = number.toString(16);
  return new Uint8Array(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex'));
}

function base64Url(number: bigint): string {
  return Buffer.from(octetsOf(number)).toString('base64url');
}

/** Of coprime numbers, by Euclid. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next] = [number % modulus, modulus];
  let [factor, nextFactor] = [1n, 0n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function firstPrimes(count: number): readonly bigint[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map(BigInt);
}
