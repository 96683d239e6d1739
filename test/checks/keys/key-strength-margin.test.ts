import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf } from '../finding.ts';

let contoso: Contoso;
let short: KeyPair;
before(async () => {
  [contoso, short] = await Promise.all([createContoso('rsa-2048'), makeKeyPair('rsa-1024')]);
});

const judge = (key: KeyPair, more = {}) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf({}, { key }).der, intermediate.der];
  return findingOf('key-strength-margin', { chain, anchors: [root.der], ...more });
};

test('passes with 2048 bits of RSA and fails with 1024, as a warning', () => {
  assertOutcome(judge(contoso.key), 'pass');
  const finding = judge(short);
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.fault, 'below-recommended');
  assert.match(
    finding.message,
    /^Small key \(RSA 1024\) in CN=im\.contoso\.com; 2048 bits are recommended\. .* at the next renewal\.$/,
  );
});

test('the figure may be overridden', () => {
  assertOutcome(judge(contoso.key, { thresholds: { recommendedRsaBits: 2049 } }), 'fail');
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(judge(contoso.key, { anchors: [] }), 'undetermined', 'no-path');
});
