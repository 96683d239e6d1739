import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener } from './finding.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
});

const judge = (chain: readonly Uint8Array[], more = {}) =>
  findingOf('chain-download', { chain, anchors: [root], ...more });

test('what is neither presented nor publicly trusted was not fetched, and its pointers are named', () => {
  const finding = judge([contoso.leaf().der, intermediate]);
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.match(finding.message, /CN=Contoso Root CA/);
  assert.match(finding.message, /http:\/\/pki\.contoso\.com\/root\.crt/);
});

test('says where there is no pointer, or only one that works inside the directory', () => {
  const without = (issuerUrls: readonly string[]) =>
    judge([contoso.leaf({ issuerUrls }).der], { anchors: [intermediate] }).message;
  assert.match(without([]), /No certificate of the chain says where to download/);
  assert.match(without(['ldap:///CN=CA']), /points only to ldap:\/\/\/CN=CA, which works inside the directory alone/);
});

test('is never a pass: that clients installed a public or whole chain is not observable', () => {
  const publicly = judge([contoso.leaf().der, intermediate], { publicAnchors: [root] });
  assertOutcome(publicly, 'not-observable', 'on-clients');
  assertOutcome(judge([contoso.leaf().der, intermediate, root]), 'not-observable', 'on-clients');
});

test('an unknown next issuer leaves it undetermined', () => {
  assertOutcome(judge([contoso.leaf().der]), 'undetermined', 'not-fetched');
});

test('does not concern MTLS, which no desktop sharing client connects to', () => {
  assertOutcome(judge([contoso.leaf().der], { endpoint: mtlsListener }), 'not-applicable', 'no-demand');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed]), 'undetermined', 'undecodable');
});
