import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readPublicKey } from '../../../src/x509/keys/read-public-key.ts';
import { findKeyWeakness } from '../../../src/x509/weak-keys/find-key-weakness.ts';
import type { KeyPair } from '../../../src/lab/key-pair.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { rsaSpki } from '../../zoo/craft-leaf.ts';
import { keyPairOf, nextPrime, octetsOf, randomPrime, rocaPrime } from '../../weak-key-pairs.ts';

const f4 = Uint8Array.of(1, 0, 1);

function weaknessOfSpki(spki: Uint8Array) {
  const { result } = decodeDer(spki, 'key', readPublicKey);
  assert.ok(result.ok);
  return findKeyWeakness(result.value);
}

const weaknessOf = (modulus: bigint) => weaknessOfSpki(rsaSpki(Uint8Array.of(0, ...octetsOf(modulus)), f4));
const weaknessOfPair = ({ spki }: KeyPair) => weaknessOfSpki(spki);

test('a factor below 752 is found, by the least, the greatest and every one between', () => {
  const other = randomPrime(1_024);
  for (const factor of [2, 3, 5, 7, 11, 163, 167, 173, 509, 739, 743, 751]) {
    assert.deepEqual(weaknessOf(BigInt(factor) * other), { kind: 'small-factor', factor });
  }
  assert.equal(weaknessOf(757n * other), 'sound');
});

test('a usable key pair with the prime 3 in it is found like any other', () => {
  assert.deepEqual(weaknessOfPair(keyPairOf(3n, randomPrime(2_046))), { kind: 'small-factor', factor: 3 });
});

test('neighbouring primes are found, and so is the square of one', () => {
  for (const bits of [256, 1_024, 2_048]) {
    const p = randomPrime(bits);
    assert.deepEqual(weaknessOf(p * nextPrime(p)), { kind: 'close-primes' }, `${bits}`);
    assert.deepEqual(weaknessOf(p * p), { kind: 'close-primes' }, `${bits}`);
  }
});

test('primes that differ by up to 31 times the fourth root are found, and such as differ by 33 times are not', () => {
  const p = randomPrime(1_024);
  // For the fourth root of the product, the root of either serves: they agree in half of their digits.
  const fourthRoot = BigInt(Math.floor(Math.sqrt(Number(p >> 976n)))) << 488n;
  assert.deepEqual(weaknessOf(p * nextPrime(p + 31n * fourthRoot)), { kind: 'close-primes' });
  assert.equal(weaknessOf(p * nextPrime(p + 33n * fourthRoot)), 'sound');
});

test('keys made as RSALib made them have the fingerprint, in every length', () => {
  for (const bits of [256, 512, 1_024, 1_536]) {
    assert.deepEqual(weaknessOf(rocaPrime(bits) * rocaPrime(bits)), { kind: 'roca' }, `${bits}`);
  }
  // One such prime is not enough: half of its product is what anyone else would choose.
  assert.equal(weaknessOf(rocaPrime(1_024) * randomPrime(1_024)), 'sound');
});

test('a number that has the residues of the 38 primes and no common logarithm is no ROCA key', () => {
  // 10 modulo 37 and 1 modulo the others: each is a power of 65537, but the same power never gives both.
  const primes = oddPrimesUpTo(167);
  const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
  const rest = product / 37n;
  const start = [...Array(37).keys()].map((k) => 1n + BigInt(k) * rest).find((number) => number % 37n === 10n);
  assert.ok(start !== undefined);
  assert.ok(primes.every((prime) => powersOf65537(prime).has(Number(start % BigInt(prime)))));
  let modulus = start + product * (1n << 1_800n);
  while (modulus % 2n === 0n || oddPrimesUpTo(751).some((prime) => modulus % BigInt(prime) === 0n)) modulus += product;
  assert.equal(weaknessOf(modulus), 'sound');
});

test('fresh keys of every usual size are sound', async () => {
  const kinds = ['rsa-512', 'rsa-768', 'rsa-1024', 'rsa-2048', 'rsa-4096'] as const;
  for (const pair of await Promise.all(kinds.map(makeKeyPair))) assert.equal(weaknessOfPair(pair), 'sound', pair.kind);
});

test('of thousands of products of two random primes none is called weak', () => {
  const primes = Array.from({ length: 90 }, () => randomPrime(512));
  let judged = 0;
  for (const [index, p] of primes.entries()) {
    for (const q of primes.slice(index + 1)) {
      assert.equal(weaknessOf(p * q), 'sound');
      judged += 1;
    }
  }
  assert.equal(judged, 4_005);
});

test('moduli past 16,384 bits are left alone, and keys that are not RSA have nothing to find', async () => {
  assert.equal(weaknessOf((1n << 16_384n) + 1n), 'limit');
  assert.deepEqual(weaknessOf(3n * ((1n << 16_381n) + 1n)), { kind: 'small-factor', factor: 3 });
  for (const kind of ['p-256', 'ed25519'] as const) assert.equal(weaknessOfPair(await makeKeyPair(kind)), undefined);
});

test('numbers that are no modulus at all are answered', () => {
  for (let modulus = 1n; modulus < 2_000n; modulus += 2n) {
    const answer = weaknessOf(modulus);
    assert.ok(answer === 'sound' || typeof answer === 'object', `${modulus}`);
  }
  assert.deepEqual(weaknessOfSpki(rsaSpki(Uint8Array.of(0), f4)), { kind: 'small-factor', factor: 2 });
  assert.equal(weaknessOf(757n), 'sound');
});

function oddPrimesUpTo(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate <= limit; candidate += 2) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function powersOf65537(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65_537) % prime) powers.add(power);
  return powers;
}
