import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { craftLeaf, rsaSpki } from '../../zoo/craft-leaf.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, plainServer } from '../finding.ts';
import { now } from '../../evaluate/observation.ts';

let contoso: Contoso;
let keys: Record<'rsa768' | 'rsa1024' | 'rsa2048' | 'p384' | 'ed25519', KeyPair>;
before(async () => {
  const kinds = ['rsa-768', 'rsa-1024', 'rsa-2048', 'p-384', 'ed25519'] as const;
  const [rsa768, rsa1024, rsa2048, p384, ed25519] = await Promise.all(kinds.map(makeKeyPair));
  assert.ok(rsa768 && rsa1024 && rsa2048 && p384 && ed25519);
  keys = { rsa768, rsa1024, rsa2048, p384, ed25519 };
  contoso = await createContoso('p-256');
});

const judge = (key: KeyPair, more = {}) => {
  const { root, intermediate } = contoso.authority;
  return findingOf('key-strength', {
    chain: [contoso.leaf({}, { key }).der, intermediate.der],
    anchors: [root.der],
    ...more,
  });
};

test('1024 bits of RSA are the minimum of Windows, 2048 that of tls-server', () => {
  assertOutcome(judge(keys.rsa1024), 'pass');
  assertOutcome(judge(keys.rsa768), 'fail');
  assertOutcome(judge(keys.rsa1024, { endpoint: plainServer }), 'fail');
  assertOutcome(judge(keys.rsa2048, { endpoint: plainServer }), 'pass');
});

test('curves are measured by their own figure', () => {
  assertOutcome(judge(contoso.key), 'pass');
  assertOutcome(judge(keys.ed25519), 'pass');
  const thresholds = { minimumEcBits: 384 };
  const { root } = contoso.authority;
  assertOutcome(judge(keys.p384, { thresholds, anchors: [root.der] }), 'fail');
  const finding = judge(contoso.key, { thresholds });
  assert.match(finding.message, /CN=im\.contoso\.com,O=Contoso with EC P-256/);
});

test('the key of the anchor counts too', () => {
  const finding = judge(keys.p384, { thresholds: { minimumEcBits: 384 } });
  assert.match(finding.message, /CN=Contoso Root CA,O=Contoso with EC P-256/);
  assert.doesNotMatch(finding.message, /CN=im\.contoso\.com/);
});

test('fails on what was seen of a path whose issuer is not known, and is undetermined otherwise', () => {
  assertOutcome(judge(keys.rsa768, { anchors: [] }), 'fail');
  assertOutcome(judge(keys.rsa2048, { anchors: [] }), 'undetermined', 'no-path');
  assertOutcome(findingOf('key-strength', { chain: [malformed] }), 'undetermined', 'undecodable');
});

test('an RSA key whose numbers protect nothing fails, however long it is', () => {
  const { root, intermediate } = contoso.authority;
  const stall = {
    chain: [root.der, intermediate.der],
    issuer: intermediate,
    key: contoso.key,
    otherKey: contoso.key,
    now,
  } as const;
  const modulus = Uint8Array.of(0, ...new Uint8Array(256).fill(0xc5));
  const even = Uint8Array.of(...modulus.subarray(0, 256), 0xc4);
  const f4 = Uint8Array.of(1, 0, 1);
  for (const [spki, defect] of [
    [rsaSpki(modulus, Uint8Array.of(1)), 'its public exponent is 1'],
    [rsaSpki(modulus, Uint8Array.of(4)), 'its public exponent is even'],
    [rsaSpki(even, f4), 'its modulus is even'],
  ] as const) {
    const chain = [craftLeaf(stall, { spki }), intermediate.der];
    const finding = findingOf('key-strength', { chain, anchors: [root.der] });
    assertOutcome(finding, 'fail');
    assert.ok(finding?.message.includes(defect), finding?.message);
  }
  assertOutcome(
    findingOf('key-strength', {
      chain: [craftLeaf(stall, { spki: rsaSpki(modulus, f4) }), intermediate.der],
      anchors: [root.der],
    }),
    'pass',
  );
});
