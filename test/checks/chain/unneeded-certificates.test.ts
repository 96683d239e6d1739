import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, forge, malformed } from '../finding.ts';

let contoso: Contoso;
let leaf: Uint8Array;
let root: Uint8Array;
let intermediate: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  leaf = contoso.leaf().der;
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
});

const judge = (chain: readonly Uint8Array[]) => findingOf('unneeded-certificates', { chain, anchors: [root] });

test('passes with the leaf and its intermediate', () => {
  const finding = judge([leaf, intermediate]);
  assertOutcome(finding, 'pass');
  assert.equal(finding.severity, 'info');
});

test('a self-signed root is not needed', () => {
  const finding = judge([leaf, intermediate, root]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /Not needed: root CN=Contoso Root CA,O=Contoso \(certificate 3\)/);
});

test('a self-signed leaf is', () => {
  assertOutcome(judge([root]), 'pass');
});

test('a byte duplicate is not needed, be it of the leaf', () => {
  assert.match(judge([leaf, intermediate, intermediate]).message, /duplicate certificate 3/);
  assert.match(judge([leaf, leaf, intermediate]).message, /duplicate certificate 2/);
});

test('what no issuer link reaches is not needed', () => {
  const finding = judge([leaf, intermediate, contoso.leaf({ subject: [{ CN: 'stranger' }] }).der]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=stranger \(certificate 3\)/);
});

test('the issuer that a forged leaf names is needed, and its root is still not', () => {
  const finding = judge([forge(leaf), intermediate]);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /is presented, but the signature does not verify with its key: see chain-trust/);
  assert.match(judge([forge(leaf), intermediate, root]).message, /Not needed: root CN=Contoso Root CA/);
});

test('what cannot be decoded is not needed', () => {
  assert.match(judge([leaf, intermediate, malformed]).message, /undecodable certificate 3/);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed, intermediate]), 'undetermined', 'undecodable');
});
