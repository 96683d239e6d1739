import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { sequence, tagged } from '../../pki/forge-der.ts';
import { type IssuedCertificate, issueCertificate } from '../../forge/issue-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import type { NetworkEvidence } from '../../../src/model/network-evidence.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { asking, evidenceWith, fetchFor, missing } from '../fetched.ts';
import { assertOutcome, findingOf, forge, malformed } from '../finding.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
let upper: IssuedCertificate;
let lower: IssuedCertificate;
before(async () => {
  contoso = await createContoso('p-256');
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
  const [upperKey, lowerKey] = await Promise.all([makeKeyPair('p-256'), makeKeyPair('p-256')]);
  upper = issueIntermediate(contoso.authority, upperKey, { organization: 'Contoso', name: 'Policy CA' });
  lower = issueIntermediate(contoso.authority, lowerKey, { organization: 'Contoso', name: 'Web CA', issuer: upper });
});

const judge = (chain: readonly Uint8Array[], anchors: readonly Uint8Array[], more = {}) =>
  findingOf('chain-completeness', { chain, anchors, ...more });

test('passes where only a known root is left out', () => {
  assertOutcome(judge([contoso.leaf().der, intermediate], [root]), 'pass');
});

test('passes with a leaf issued by a known root directly', () => {
  const leaf = contoso.leaf({}, { issuer: contoso.authority.root }).der;
  assertOutcome(judge([leaf], [root]), 'pass');
});

test('passes where the root is presented, whoever knows it', () => {
  assertOutcome(judge([contoso.leaf().der, intermediate, root], []), 'pass');
  assertOutcome(judge([root], []), 'pass');
});

test('fails where the intermediate is missing', () => {
  const finding = judge([contoso.leaf().der], [root]);
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'error');
  assert.match(finding.message, /AIA pointer: http:\/\/pki\.contoso\.com\/issuing\.crt/);
});

test('fails also where the intermediate is in a local store, and says which', () => {
  const finding = judge([contoso.leaf().der], [root, intermediate]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /It is in the trust store contoso/);
  assertOutcome(judge([contoso.leaf().der], [intermediate]), 'fail');
});

test('fails where the upper of two intermediates is missing and a store knows it', () => {
  const leaf = contoso.leaf({}, { issuer: lower }).der;
  assertOutcome(judge([leaf, lower.der, upper.der], [root]), 'pass');
  const finding = judge([leaf, lower.der], [root, upper.der]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=Contoso Policy CA/);
});

test('an intermediate of the right name and another key is still missing', async () => {
  const impostor = issueIntermediate(contoso.authority, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const finding = judge([contoso.leaf().der, impostor.der], [root]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /The certificate sent under that name has a different key/);
  const known = judge([contoso.leaf().der, impostor.der], [root, intermediate]);
  assert.match(
    known.message,
    /It issued CN=im\.contoso\.com,O=Contoso\. The certificate sent under that name has a different key\. It is in the trust store contoso/,
  );
});

test('nothing is missing below a presented issuer whose key did not sign: that is for chain-trust', () => {
  const forged = forge(contoso.leaf().der);
  const silent = forge(contoso.leaf({}, { without: ['authorityKeyIdentifier'] }).der);
  for (const leaf of [forged, silent]) {
    const finding = judge([leaf, intermediate], [root]);
    assertOutcome(finding, 'pass');
    assert.match(finding.message, /CN=Contoso Issuing CA,O=Contoso, is presented, but the signature does not verify/);
    assertOutcome(findingOf('chain-trust', { chain: [leaf, intermediate], anchors: [root] }), 'fail');
  }
  assertOutcome(judge([forged, intermediate, root], []), 'pass');
  assertOutcome(judge([forged], [root]), 'fail');
});

test('the same higher up: a forged intermediate below a presented root', () => {
  const chain = [contoso.leaf().der, forge(intermediate), root];
  const finding = judge(chain, [root]);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /CN=Contoso Root CA,O=Contoso, is presented, but the signature does not verify/);
});

test('without key identifiers a CA that did sign tells that the right one is missing', async () => {
  const impostor = issueIntermediate(contoso.authority, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const leaf = contoso.leaf({}, { without: ['authorityKeyIdentifier'] }).der;
  assertOutcome(judge([leaf, impostor.der], [root]), 'pass');
  const finding = judge([leaf, impostor.der], [root, intermediate]);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /has a different key\. It is in the trust store contoso/);
});

test('a chain below an unknown root does not fail: that may be all there is', () => {
  const finding = judge([contoso.leaf().der, intermediate], []);
  assertOutcome(finding, 'undetermined', 'no-path');
  assert.match(finding.message, /an unknown root, or one more intermediate/);
});

test('an anchor that is presented, or the leaf itself, ends the chain', () => {
  assertOutcome(judge([contoso.leaf().der, intermediate], [intermediate]), 'pass');
  const leaf = contoso.leaf().der;
  assertOutcome(judge([leaf], [leaf]), 'pass');
});

test('an authority key identifier with issuer and serial number tells an unknown root from an intermediate', () => {
  const withAuthority = (directory: Uint8Array) => {
    const names = tagged(0xa1, tagged(0xa4, directory));
    const value = sequence(names, tagged(0x82, Uint8Array.of(1)));
    const extraExtensions = [{ oid: '2.5.29.35', value }];
    return contoso.leaf({ extraExtensions }, { without: ['authorityKeyIdentifier'] }).der;
  };
  const belowIntermediate = judge([withAuthority(contoso.authority.root.subject)], []);
  assertOutcome(belowIntermediate, 'fail');
  const belowRoot = judge([withAuthority(contoso.authority.intermediate.subject)], []);
  assertOutcome(belowRoot, 'pass');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed], [root]), 'undetermined', 'undecodable');
});

test('tells apart a missing intermediate that can be downloaded, one that cannot, and an unknown root', () => {
  const leaf = contoso.leaf().der;
  const url = 'http://pki.contoso.com/issuing.crt';
  const fetching = (chain: readonly Uint8Array[], anchors: readonly Uint8Array[], evidence: Partial<NetworkEvidence>) =>
    judge(chain, anchors, { endpoint: asking, observation: evidenceWith(evidence) });
  const had = { issuers: [{ url, der: intermediate }], fetches: [fetchFor(leaf, { url })] };
  const obtainable = fetching([leaf], [root], had);
  assertOutcome(obtainable, 'fail');
  assert.match(obtainable.message, /It can be downloaded from http:\/\/pki\.contoso\.com\/issuing\.crt/);
  const known = fetching([leaf], [root, intermediate], had);
  assertOutcome(known, 'fail');
  assert.match(known.message, /It is in the trust store contoso\. It can be downloaded from/);
  const lost = fetching([leaf], [root], { fetches: [fetchFor(leaf, { url, ...missing })] });
  assertOutcome(lost, 'fail');
  assert.match(lost.message, /cannot be downloaded: .*404/);
  const rootUrl = 'http://pki.contoso.com/root.crt';
  const unknownRoot = fetching([leaf, intermediate], [], {
    issuers: [{ url: rootUrl, der: root }],
    fetches: [fetchFor(intermediate, { url: rootUrl })],
  });
  assertOutcome(unknownRoot, 'pass');
  assert.match(unknownRoot.message, /just below the root CN=Contoso Root CA.*is in no trust store/);
});

test('what its own key signed lacks no intermediate, whatever its issuer field says', () => {
  const leaf = contoso.leaf({}, { issuer: { ...upper, key: contoso.key } }).der;
  const finding = judge([leaf], [root]);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /its own key signed although it names a different issuer/);
});

test('what names itself as its issuer, and was signed by a different key, ends no chain', () => {
  const { key, leaf, authority } = contoso;
  const { subject } = issueCertificate(leaf().profile, key);
  const misnamed = leaf({}, { issuer: { ...authority.root, subject } }).der;
  assertOutcome(judge([misnamed], [root]), 'undetermined', 'no-path');
});
