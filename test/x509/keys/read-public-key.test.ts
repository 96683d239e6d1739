import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import type { PublicKey } from '../../../src/x509/certificate.ts';
import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readPublicKey } from '../../../src/x509/keys/read-public-key.ts';
import { verifySignature } from '../../../src/x509/keys/verify-signature.ts';
import { bits, der, hex, integer, nullValue, oid, sequence } from '../build-der.ts';

function read(spki: Uint8Array): { readonly key: PublicKey; readonly oddities: readonly string[] } {
  const { result, oddities } = decodeDer(new Uint8Array(spki), 'publicKey', readPublicKey);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return { key: result.value, oddities: oddities.map(({ message }) => message) };
}

const wrapped = (inner: Uint8Array): Uint8Array => der(0x03, Uint8Array.of(0), inner);
const rsaKey = (...integers: readonly Uint8Array[]): Uint8Array =>
  sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), wrapped(sequence(...integers)));
const ecKey = (...parameters: readonly Uint8Array[]): Uint8Array =>
  sequence(sequence(oid('1.2.840.10045.2.1'), ...parameters), bits(0, 4, 1, 2));

test('reads keys as Node makes them', () => {
  const made = [
    { spki: generateKeyPairSync('rsa', { modulusLength: 1024 }), kind: 'rsa', bits: 1024, curve: undefined },
    { spki: generateKeyPairSync('rsa-pss', { modulusLength: 1032 }), kind: 'rsa-pss', bits: 1032, curve: undefined },
    { spki: generateKeyPairSync('ec', { namedCurve: 'P-256' }), kind: 'ec', bits: 256, curve: 'P-256' },
    { spki: generateKeyPairSync('ec', { namedCurve: 'P-521' }), kind: 'ec', bits: 521, curve: 'P-521' },
    { spki: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }), kind: 'ec', bits: 256, curve: 'secp256k1' },
    {
      spki: generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
      kind: 'ec',
      bits: 256,
      curve: 'explicit',
    },
    {
      spki: generateKeyPairSync('ec', { namedCurve: 'sect233r1', paramEncoding: 'explicit' }),
      kind: 'ec',
      bits: 233,
      curve: 'explicit',
    },
    {
      spki: generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }),
      kind: 'dsa',
      bits: 1024,
      curve: undefined,
    },
    { spki: generateKeyPairSync('ed25519'), kind: 'ed25519', bits: 256, curve: undefined },
    { spki: generateKeyPairSync('ed448'), kind: 'ed448', bits: 456, curve: undefined },
    { spki: generateKeyPairSync('x25519'), kind: 'unknown', bits: undefined, curve: undefined },
  ];
  for (const { spki, ...expected } of made) {
    const bytes = spki.publicKey.export({ format: 'der', type: 'spki' });
    const { key, oddities } = read(bytes);
    assert.deepEqual({ kind: key.kind, bits: key.bits, curve: key.curve }, expected);
    assert.equal(key.spkiSha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(key.exponent, key.kind.startsWith('rsa') ? '10001' : undefined);
    assert.deepEqual(oddities, []);
  }
});

test('the size of an RSA key is that of the number, not of its padding', () => {
  assert.equal(read(rsaKey(integer(0x00, 0x80, 0x01), integer(3))).key.bits, 16);
  assert.equal(read(rsaKey(integer(0x7f, 0x01), integer(3))).key.bits, 15);
  assert.equal(read(rsaKey(integer(0x01), integer(3))).key.bits, 1);
  assert.equal(read(rsaKey(integer(0x00, 0x00, 0x01, 0x00), integer(0, 3))).key.bits, 9);
  assert.equal(read(rsaKey(integer(0x01), integer(0x00, 0xff))).key.exponent, 'ff');
  assert.equal(read(rsaKey(integer(0x01), integer(0))).key.exponent, '0');
});

test('names curves it knows, gives the OID of others, and tells explicit parameters', () => {
  assert.equal(read(ecKey(oid('1.2.3.4'))).key.curve, '1.2.3.4');
  assert.equal(read(ecKey(oid('1.3.36.3.3.2.8.1.1.7'))).key.curve, 'brainpoolP256r1');
  assert.equal(read(ecKey(sequence(integer(1)))).key.curve, 'explicit');
});

const unreadable: readonly (readonly [string, Uint8Array])[] = [
  ['a negative modulus', rsaKey(integer(0x80), integer(3))],
  ['no exponent', rsaKey(integer(3))],
  ['three integers', rsaKey(integer(3), integer(3), integer(3))],
  ['an RSA key that is no DER', sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), bits(0, 1))],
  ['an EC key without a curve', ecKey()],
  ['an EC key whose curve is NULL', ecKey(nullValue)],
  ['a DSA key without parameters', sequence(sequence(oid('1.2.840.10040.4.1')), wrapped(integer(5)))],
  ['an Ed25519 key of 31 bytes', sequence(sequence(oid('1.3.101.112')), bits(0, ...new Array<number>(31).fill(1)))],
];

for (const [what, spki] of unreadable) {
  test(`${what} leaves the size unknown, is odd, and verifies nothing`, () => {
    const { key, oddities } = read(spki);
    assert.equal(key.bits, undefined);
    assert.ok(oddities.includes('the size of the key is unknown'));
  });
}

test('a point that is not on its curve is a malformed key', () => {
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'));
  const point = bits(0, 4, ...new Array<number>(64).fill(9));
  const { key } = read(sequence(algorithm, point));
  const signatureAlgorithm = { oid: '1.2.840.10045.4.3.2', parameters: undefined, der: hex('') };
  const verdict = verifySignature({ signed: hex('00'), signature: hex('00'), signatureAlgorithm, publicKey: key });
  assert.ok(!verdict.ok && verdict.error.kind === 'malformed');
});
