import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import { bitLength, integerRoot } from '../../../src/x509/weak-keys/integer-root.ts';

test('the root of a square is exact, and so are its neighbours', () => {
  for (let octets = 1; octets < 300; octets += 7) {
    const root = BigInt(`0x${randomBytes(octets).toString('hex')}`) + 2n;
    assert.deepEqual(integerRoot(root * root), { root, rest: 0n });
    assert.deepEqual(integerRoot(root * root + 1n), { root, rest: 1n });
    assert.deepEqual(integerRoot(root * root - 1n), { root: root - 1n, rest: 2n * root - 2n });
  }
});

test('small numbers, powers of two and what stands just below them', () => {
  for (let number = 0n; number < 3_000n; number += 1n) {
    const { root, rest } = integerRoot(number);
    assert.ok(root * root + rest === number && rest >= 0n && rest <= 2n * root);
  }
  for (let bits = 1n; bits < 2_100n; bits += 1n) {
    for (const number of [1n << bits, (1n << bits) - 1n]) {
      const { root, rest } = integerRoot(number);
      assert.ok(root * root + rest === number && rest >= 0n && rest <= 2n * root);
    }
  }
});

test('the length of a number is that of its binary digits', () => {
  assert.equal(bitLength(0n), 0);
  for (let bits = 1; bits < 200; bits += 1) {
    assert.equal(bitLength(1n << BigInt(bits - 1)), bits);
    assert.equal(bitLength((1n << BigInt(bits)) - 1n), bits);
  }
});
