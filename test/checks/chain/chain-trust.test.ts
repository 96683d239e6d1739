import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { clientAuth } from '../../forge/certificate-profile.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
});

const judge = (chain: readonly Uint8Array[], anchors: readonly Uint8Array[], more = {}) =>
  findingOf('chain-trust', { chain, anchors, ...more });

test('passes with a path to a root of the store', () => {
  const finding = judge([contoso.leaf().der, intermediate], [root]);
  assertOutcome(finding, 'pass');
  assert.equal(finding.severity, 'critical');
  assert.equal(finding.observed, 'contoso');
});

test('every certificate in a store is an anchor: an intermediate, and the leaf itself', () => {
  const leaf = contoso.leaf().der;
  assertOutcome(judge([leaf], [intermediate]), 'pass');
  assertOutcome(judge([leaf], [leaf]), 'pass');
});

test('fails with an unknown issuer, and says who that is', () => {
  const finding = judge([contoso.leaf().der], [root]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'unknown-issuer');
  assert.match(finding.message, /CN=Contoso Issuing CA/);
});

test('the most specific reason wins: expired beats unknown issuer', () => {
  const finding = judge([contoso.leaf({ notAfter: new Date('2026-11-01T00:00:00Z') }).der, intermediate], [root]);
  assert.equal(finding.observed, 'expired');
  assert.match(finding.message, /Renew what has expired/);
});

test('a leaf that is not for servers has no path', () => {
  const finding = judge([contoso.leaf({ extendedKeyUsage: [clientAuth] }).der, intermediate], [root]);
  assert.equal(finding.observed, 'extended-key-usage');
});

test('an undecodable leaf was seen, and fails', () => {
  const finding = judge([malformed], [root]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'undecodable');
});

test('one store of a list is enough, and each list needs one', () => {
  const chain = [contoso.leaf().der, intermediate];
  const oneList = { endpoint: { trust: [{ list: 'external', stores: ['contoso'] }] } };
  assertOutcome(judge(chain, [root], oneList), 'pass');
});

test('is undetermined where no store is named', () => {
  const finding = judge([contoso.leaf().der, intermediate], [root], { endpoint: { trust: [] } });
  assertOutcome(finding, 'undetermined', 'not-declared');
});
