import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { craftLeaf, rsaSpki } from '../../zoo/craft-leaf.ts';
import { standardPolicies } from '../../../src/policy/policies.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { keyPairOf, nextPrime, octetsOf, randomPrime, rocaPrime } from '../../weak-key-pairs.ts';
import { assertOutcome, findingOf, malformed, plainServer, type Scene } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('rsa-2048');
});

const judge = (leaf: Uint8Array, more: Partial<Scene> = {}) => {
  const { root, intermediate } = contoso.authority;
  return findingOf('known-weak-key', { chain: [leaf, intermediate.der], anchors: [root.der], ...more });
};

function leafWith(modulus: bigint): Uint8Array {
  const { intermediate, root } = contoso.authority;
  const stall = {
    chain: [root.der, intermediate.der],
    issuer: intermediate,
    key: contoso.key,
    otherKey: contoso.key,
    now,
  } as const;
  return craftLeaf(stall, { spki: rsaSpki(Uint8Array.of(0, ...octetsOf(modulus)), Uint8Array.of(1, 0, 1)) });
}

test('a sound RSA key passes', () => {
  assertOutcome(judge(contoso.leaf().der), 'pass');
});

test('each known weakness fails as an error, in words that say which, under both policies', () => {
  const p = randomPrime(1_024);
  const neighbours = keyPairOf(p, nextPrime(p));
  for (const [key, words, observed] of [
    [keyPairOf(3n, randomPrime(2_046)), /^Broken RSA 2048 key \(factor 3\) in CN=im/, 'small-factor'],
    [
      neighbours,
      /^Broken RSA 2048 key \(close primes, CVE-2022-26320\) in .* update the device or library/,
      'close-primes',
    ],
    [
      keyPairOf(rocaPrime(1_024), rocaPrime(1_024)),
      /^Broken RSA 2048 key \(ROCA, CVE-2017-15361\) in .* firmware of the TPM/,
      'roca',
    ],
  ] as const) {
    for (const endpoint of [{}, plainServer]) {
      const finding = judge(contoso.leaf({}, { key }).der, { endpoint });
      assertOutcome(finding, 'fail');
      assert.equal(finding.severity, 'error');
      assert.equal(finding.fault, observed);
      assert.match(finding.message, /Treat the key as compromised/);
      assert.match(finding.message, words);
      assert.match(finding.message, /CN=im\.contoso\.com/);
      assert.match(finding.observed ?? '', new RegExp(observed));
    }
  }
  // The primes are the private key: no report may hold them.
  const { message } = judge(contoso.leaf({}, { key: neighbours }).der);
  assert.ok(!message.includes(p.toString()) && !message.includes(p.toString(16)));
});

test('an even modulus has the factor 2', () => {
  assert.match(judge(leafWith(randomPrime(2_047) * 2n)).message, /^Broken RSA \d+ key \(factor 2\) in/);
});

test('a modulus that is longer than is worked with is undetermined, and says the figure', () => {
  const finding = judge(leafWith((1n << 65_535n) + 1n));
  assertOutcome(finding, 'undetermined', 'limit');
  assert.match(finding.message, /16,384 bits/);
  assert.match(finding.message, /RSA 65536/);
});

test('without an RSA key on the path there is nothing to judge', async () => {
  const key = await makeKeyPair('p-256');
  assertOutcome(judge(contoso.leaf({}, { key }).der), 'not-applicable', 'not-rsa');
});

test('the keys of issuers count, the anchor included', () => {
  const weak = leafWith(3n * randomPrime(2_046));
  const finding = findingOf('known-weak-key', { chain: [weak], anchors: [weak] });
  assertOutcome(finding, 'fail');
});

test('fails on what was seen of a path whose issuer is not known, and is undetermined otherwise', () => {
  assertOutcome(judge(leafWith(5n * randomPrime(2_045)), { anchors: [] }), 'fail');
  assertOutcome(judge(contoso.leaf().der, { anchors: [] }), 'undetermined', 'no-path');
  assertOutcome(judge(malformed), 'undetermined', 'undecodable');
});

test('every role of every policy is held to it', () => {
  for (const { severities } of standardPolicies.values()) {
    assert.deepEqual(severities['known-weak-key'], [{ severity: 'error' }]);
  }
});
