import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import type { PublicKey } from '../../../src/x509/certificate.ts';
import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readPublicKey } from '../../../src/x509/keys/read-public-key.ts';
import { bytesPerVerification, verificationCost } from '../../../src/x509/keys/verification-cost.ts';
import { dsa10000, rsa16384 } from '../../zoo/costly-chains.ts';

function read(spki: Uint8Array): PublicKey {
  const { result } = decodeDer(spki, 'key', readPublicKey);
  assert.ok(result.ok);
  return result.value;
}

const ec = (namedCurve: string): PublicKey =>
  read(generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' }));

/** Measured, in verifications with P-256: what is charged is at least that, and not twice as much. */
const measured: readonly (readonly [name: string, key: () => PublicKey, cost: number])[] = [
  ['P-256', () => ec('P-256'), 1],
  ['P-384', () => ec('P-384'), 10],
  ['P-521', () => ec('P-521'), 21],
  ['sect571r1', () => ec('sect571r1'), 42],
  ['DSA with 10,000 bits', () => read(dsa10000.spki(0)), 192],
  ['RSA with 16,384 bits and an exponent of 64', () => read(rsa16384.spki(0)), 61],
];

for (const [name, key, cost] of measured) {
  test(`${name} costs what was measured`, () => {
    const charged = verificationCost(key(), 0);
    assert.ok(charged >= cost && charged < 2 * cost, `${charged}`);
  });
}

test('RSA costs by its exponent as well, and nearly nothing past what is imported', () => {
  const key = (exponent: string, bits = 2_048): PublicKey => ({ ...read(rsa16384.spki(0)), bits, exponent });
  assert.ok(verificationCost(key('010001'), 0) < 1);
  assert.ok(verificationCost(key('ffffffffffffffff'), 0) > 1);
  assert.ok(verificationCost(key('ffffffffffffffffff'), 0) < 1);
  assert.ok(verificationCost(key('010001', 65_536), 0) < 1);
});

test('what is signed is hashed, at so many bytes a verification', () => {
  const key = ec('P-256');
  assert.equal(verificationCost(key, bytesPerVerification) - verificationCost(key, 0), 1);
});
