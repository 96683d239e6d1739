import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { presentKey } from '../../../src/checks/keys/presented-key.ts';
import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { craftLeaf, rsaSpki } from '../../zoo/craft-leaf.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { endpointWith, now } from '../../evaluate/observation.ts';
import { octetsOf, randomPrime } from '../../weak-key-pairs.ts';

let contoso: Contoso;
let other: KeyPair;
before(async () => {
  contoso = await createContoso('rsa-2048');
  other = await makeKeyPair('p-256');
});

const endpoint = endpointWith();

function keyIn(der: Uint8Array) {
  const leaf = decodeCertificate(der);
  assert.ok(leaf.ok);
  return presentKey(endpoint, leaf.value);
}

function withKey(modulus: bigint, exponent: number) {
  const { root, intermediate } = contoso.authority;
  const stall = {
    chain: [root.der, intermediate.der],
    issuer: intermediate,
    key: contoso.key,
    otherKey: other,
    now,
  } as const;
  const spki = rsaSpki(Uint8Array.of(0, ...octetsOf(modulus)), Uint8Array.of(exponent));
  return keyIn(craftLeaf(stall, { spki }));
}

test('keeps where it was seen, the names of the leaf and a modulus of its own memory', () => {
  const leaf = contoso.leaf();
  const key = keyIn(leaf.der);
  assert.deepEqual(
    [key.endpoint, key.deployment, key.virtualServer, key.policy, key.role, key.host],
    [endpoint.id, endpoint.deployment, endpoint.virtualServer, endpoint.policy, endpoint.role, endpoint.host],
  );
  assert.deepEqual(key.names, ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com']);
  assert.ok(key.modulus instanceof Uint8Array);
  assert.deepEqual([key.modulus.length, key.modulus.buffer.byteLength], [256, 256]);
});

test('the same modulus is the same key whatever its exponent, and other certificates of a key are too', () => {
  const modulus = randomPrime(512) * randomPrime(512);
  assert.equal(withKey(modulus, 3).key, withKey(modulus, 17).key);
  const [one, two] = [keyIn(contoso.leaf().der), keyIn(contoso.leaf({ dnsNames: ['x.contoso.com'] }).der)];
  assert.equal(one.key, two.key);
  assert.notEqual(one.certificate, two.certificate);
  const elliptic = keyIn(contoso.leaf({}, { key: other }).der);
  assert.equal(elliptic.key, keyIn(contoso.leaf({ dnsNames: ['x.contoso.com'] }, { key: other }).der).key);
  assert.equal(elliptic.modulus, undefined);
});

test('moduli with a small factor are not compared, and one too long to work with says so', () => {
  assert.equal(withKey(3n * randomPrime(1_022), 3).modulus, undefined);
  assert.equal(withKey(2n * randomPrime(1_023), 3).modulus, undefined);
  assert.equal(withKey((1n << 20_000n) + 1n, 3).modulus, 'unfit');
});

test('no more names are kept than public certificates have, and no longer ones', () => {
  const many = Array.from({ length: 300 }, (_, index) => `h${index}.contoso.com`);
  assert.equal(keyIn(contoso.leaf({ dnsNames: many }).der).names.length, 100);
  const long = Array.from({ length: 90 }, (_, index) => `${`h${index}`.repeat(20)}.${'a'.repeat(60)}.contoso.com`);
  assert.ok(keyIn(contoso.leaf({ dnsNames: long }).der).names.join('').length <= 4_096);
});
