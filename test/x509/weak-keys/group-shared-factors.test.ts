import assert from 'node:assert/strict';
import { test } from 'node:test';

import { greatestCommonDivisor } from '../../../src/x509/weak-keys/greatest-common-divisor.ts';
import { groupSharedFactors, MAX_COMPARED_PAIRS } from '../../../src/x509/weak-keys/group-shared-factors.ts';
import { reciprocal } from '../../../src/x509/weak-keys/reciprocal.ts';
import { findSharedFactors } from '../../../src/x509/weak-keys/shared-factors.ts';
import { createRandom } from '../../fuzz/random.ts';
import { randomPrime } from '../../weak-key-pairs.ts';

const random = createRandom('shared factors');

/** A number of up to so many bits, seeded. */
function numberOf(bits: number): bigint {
  let digits = '';
  for (let octet = 0; octet < bits / 8; octet += 1) digits += random.below(256).toString(16).padStart(2, '0');
  return BigInt(`0x${digits}`) | 1n;
}

function finish<T>(work: Generator<undefined, T, undefined>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function euclid(a: bigint, b: bigint): bigint {
  return b === 0n ? a : euclid(b, a % b);
}

const groupsOf = (moduli: readonly bigint[]) => finish(groupSharedFactors(moduli)).groups.map(({ members }) => members);

test('the divisor is the one that Euclid finds, for numbers of any lengths', () => {
  for (let round = 0; round < 4_000; round += 1) {
    const common = round % 3 === 0 ? 1n : numberOf(8 * random.below(80) + 8);
    const one = numberOf(8 * random.below(200) + 8) * common;
    const other = numberOf(8 * random.below(200) + 8) * common;
    assert.equal(greatestCommonDivisor(one, other), euclid(one, other));
  }
  assert.equal(greatestCommonDivisor(0n, 12n), 12n);
  assert.equal(greatestCommonDivisor(12n, 0n), 12n);
  const long = numberOf(4_096);
  assert.equal(greatestCommonDivisor(long, long), long);
  assert.equal(greatestCommonDivisor(long * 3n, long), long);
});

test('the batch finds what comparing every pair finds, on random products of a few primes', () => {
  const primes = Array.from({ length: 60 }, () => randomPrime(40));
  for (let round = 0; round < 150; round += 1) {
    const moduli = new Set<bigint>();
    const wanted = 1 + random.below(40);
    const pool = primes.slice(0, 3 + random.below(57));
    for (let tries = 0; tries < 4 * wanted && moduli.size < wanted; tries += 1) {
      let product = 1n;
      for (let factor = 0; factor < 1 + random.below(4); factor += 1) product *= pool[random.below(pool.length)] ?? 1n;
      moduli.add(product);
    }
    const all = [...moduli];
    const naive = all.map((modulus) =>
      euclid(
        modulus,
        all.reduce((product, other) => (other === modulus ? product : (product * other) % modulus), 1n % modulus),
      ),
    );
    assert.deepEqual(finish(findSharedFactors(all)), naive);
  }
});

test('lengths may differ, one modulus or none is compared with nothing', () => {
  assert.deepEqual(finish(findSharedFactors([])), []);
  assert.deepEqual(finish(findSharedFactors([15n])), [1n]);
  const [p, q, r] = [randomPrime(1_024), randomPrime(512), randomPrime(2_048)];
  assert.deepEqual(finish(findSharedFactors([p * q, 21n, q * r, 10n, 1n])), [q, 1n, q, 1n, 1n]);
});

test('groups are those that share a prime, however they hang together', () => {
  const [p, q, r, s, t, u, v, w] = Array.from({ length: 8 }, () => randomPrime(64)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  assert.deepEqual(groupsOf([p * q, r * s, p * t, u * v]), [[0, 2]], 'a pair');
  assert.deepEqual(groupsOf([p * q, p * r, u * v, p * s, p * t]), [[0, 1, 3, 4]], 'one prime in four');
  assert.deepEqual(
    groupsOf([p * q, q * r, r * s]),
    [
      [0, 1],
      [1, 2],
    ],
    'a chain',
  );
  assert.deepEqual(
    groupsOf([p * q, q * r, p * r]),
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ],
    'a triangle',
  );
  assert.deepEqual(
    groupsOf([p * q * r, p * s, q * t, u * w]),
    [
      [0, 1],
      [0, 2],
    ],
    'three primes in one',
  );
  assert.deepEqual(groupsOf([p * q, r * s, t * u]), [], 'strangers');
});

test('a multiple of a modulus, which anyone can publish, breaks nobody', () => {
  const [p, q, r] = [randomPrime(256), randomPrime(256), randomPrime(256)];
  assert.deepEqual(groupsOf([p * q, p * q * r]), []);
  assert.deepEqual(groupsOf([p * q, p * q * r, 35n]), []);
  const [s, t] = [randomPrime(256), randomPrime(256)];
  assert.deepEqual(groupsOf([p * q, s * t, p * q * s * t]), []);
  // And does not hide one that is broken.
  assert.deepEqual(groupsOf([p * q, p * q * r, p * s]), [[0, 1, 2]]);
});

test('thousands of pairs of sound moduli share nothing', () => {
  const primes = Array.from({ length: 400 }, () => randomPrime(256));
  const moduli = primes.flatMap((prime, index) => (index % 2 === 0 ? [prime * (primes[index + 1] ?? 1n)] : []));
  assert.equal(moduli.length, 200);
  assert.deepEqual(finish(groupSharedFactors(moduli)), { groups: [], unresolved: [] });
});

test('pairs are compared up to a budget, past which whoever is certainly broken is named alone', () => {
  // A cycle: each modulus shares either of its primes with a neighbour, so that the batch gives back the whole modulus.
  const primes = Array.from({ length: 200 }, () => randomPrime(64));
  const cycle = primes.map((prime, index) => prime * (primes[(index + 1) % primes.length] ?? 1n));
  const { groups, unresolved } = finish(groupSharedFactors(cycle));
  const compared = Math.floor(MAX_COMPARED_PAIRS / cycle.length);
  assert.ok(groups.length >= compared && groups.every(({ members }) => members.length === 2));
  assert.ok(unresolved.length > 0 && unresolved.length <= cycle.length - compared);
});

test('it gives way between steps', () => {
  const moduli = Array.from({ length: 64 }, () => randomPrime(64) * randomPrime(64));
  let steps = 0;
  const work = groupSharedFactors(moduli);
  while (work.next().done !== true) steps += 1;
  assert.ok(steps >= moduli.length);
});

test('a reciprocal by steps is that of a division, give or take a few units, whatever the lengths', () => {
  for (const bits of [64, 2_048, 16_385, 40_001, 120_000]) {
    for (const precision of [64, 16_384, 16_400, 50_001, 130_000]) {
      const divisor = (1n << BigInt(bits - 1)) | numberOf(bits - 8);
      const exact = (1n << BigInt(bits + precision)) / divisor;
      const difference = finish(reciprocal(divisor, bits, precision)) - exact;
      assert.ok(difference > -16n && difference < 16n, `${bits} ${precision} ${difference}`);
    }
  }
});
