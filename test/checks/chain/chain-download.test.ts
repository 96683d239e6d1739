import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { NetworkEvidence } from '../../../src/model/network-evidence.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { asking, evidenceWith, fetchFor, missing } from '../fetched.ts';
import { assertOutcome, findingOf, malformed, mtlsListener } from '../finding.ts';

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

const fetching = (chain: readonly Uint8Array[], evidence: Partial<NetworkEvidence>, more = {}) =>
  judge(chain, { endpoint: asking, observation: evidenceWith(evidence), ...more });

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

test('issuers that can be downloaded leave only the clients to look at', () => {
  const finding = fetching([contoso.leaf().der, intermediate], {
    issuers: [{ url: 'http://pki.contoso.com/root.crt', der: root }],
    fetches: [fetchFor(intermediate, { url: 'http://pki.contoso.com/root.crt' })],
  });
  assertOutcome(finding, 'not-observable', 'on-clients');
  assert.match(finding.message, /can be downloaded from http:\/\/pki\.contoso\.com\/root\.crt/);
});

test('a pointer that leads nowhere, or to something else, fails', () => {
  const gone = fetching([contoso.leaf().der, intermediate], { fetches: [fetchFor(intermediate, missing)] });
  assertOutcome(gone, 'fail');
  assert.match(gone.message, /404/);
  const problem = 'The fetched file does not hold the issuer.';
  assertOutcome(
    fetching([contoso.leaf().der, intermediate], { fetches: [fetchFor(intermediate, { problem })] }),
    'fail',
  );
});

test('no pointer fails; a directory alone fails outside and is enough inside', () => {
  const leafWith = (issuerUrls: readonly string[]) => contoso.leaf({ issuerUrls }).der;
  const anchors = { anchors: [intermediate] };
  assertOutcome(fetching([leafWith([])], {}, anchors), 'fail');
  const ldap = leafWith(['ldap:///CN=CA']);
  const fetches = [fetchFor(ldap, { url: 'ldap:///CN=CA', outcome: 'not-followed', address: null, status: null })];
  assertOutcome(fetching([ldap], { fetches }, anchors), 'fail');
  const inside = { ...anchors, endpoint: { ...asking, access: 'internal' } };
  assertOutcome(fetching([ldap], { fetches }, inside), 'not-observable', 'on-clients');
});

test('what we refused to dial leaves it undetermined', () => {
  const fetches = [fetchFor(intermediate, { outcome: 'refused', address: null, status: null })];
  assertOutcome(fetching([contoso.leaf().der, intermediate], { fetches }), 'undetermined', 'not-fetched');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed]), 'undetermined', 'undecodable');
});
