import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { clientAuth } from '../../forge/certificate-profile.ts';
import { issueCertificate } from '../../forge/issue-certificate.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, plainServer } from '../finding.ts';

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
  assert.match(finding.message, /Renew the certificate and install the new one/);
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

test('a self-signed certificate, an unknown root and an issuer that was not found are told apart', async () => {
  const { authority, key, leaf } = contoso;
  const selfSigned = issueCertificate(leaf().profile, key).der;
  // Its issuer field names the CA, but its own key signed it.
  const pretended = leaf({}, { issuer: { ...authority.intermediate, key } }).der;
  const stranger = await createContoso('p-256');
  const ofStranger = [stranger.leaf().der, stranger.authority.intermediate.der];
  const cases = [
    [[selfSigned], 'self-signed', 'Self-signed certificate CN=im.contoso.com'],
    [[pretended, intermediate], 'self-signed', 'Self-signed certificate CN=im.contoso.com'],
    [
      [...ofStranger, stranger.authority.root.der],
      'root-not-trusted',
      'Not trusted: the root CN=Contoso Root CA is not in',
    ],
    [ofStranger, 'issuer-not-found', 'Not trusted: the issuer of CN=Contoso Issuing CA was not found'],
    [[leaf().der], 'issuer-not-found', 'Not trusted: the issuer of CN=im.contoso.com was not found'],
  ] as const;
  for (const [chain, fault, start] of cases) {
    const finding = judge(chain, [authority.root.der]);
    assert.equal(finding.fault, fault);
    assert.ok(finding.message.startsWith(start), finding.message);
  }
});

test('a root that the public store has is named, although it was not sent', async () => {
  const stranger = await createContoso('p-256');
  const chain = [stranger.leaf().der, stranger.authority.intermediate.der];
  const finding = judge(chain, [root], { publicAnchors: [stranger.authority.root.der] });
  assert.equal(finding.fault, 'root-not-trusted');
});

test('the rules of public CAs bind a path to a public root, and not one to a root of the operator', () => {
  const withoutPurpose = contoso.leaf({}, { without: ['extendedKeyUsage'] });
  const chain = [withoutPurpose.der, intermediate];
  assertOutcome(judge(chain, [root], { endpoint: plainServer }), 'pass');
  const published = judge(chain, [root], { endpoint: plainServer, publicAnchors: [root] });
  assert.equal(published.fault, 'extended-key-usage');
});

test('a certificate that names itself and was signed by a different key is no root to be trusted', () => {
  const { authority, key, leaf } = contoso;
  const { subject } = issueCertificate(leaf().profile, key);
  const finding = judge([leaf({}, { issuer: { ...authority.root, subject } }).der], [root]);
  assert.equal(finding.fault, 'bad-signature');
  assert.match(
    finding.message,
    /names itself as its issuer, but a different key signed it\. .* reissue the certificate/,
  );
});

test('a self-signed certificate that names a root of the store is self-signed, not badly signed', () => {
  const { authority, key, leaf } = contoso;
  const finding = judge([leaf({}, { issuer: { ...authority.root, key } }).der], [root]);
  assert.equal(finding.fault, 'self-signed');
  assert.match(finding.message, /It names CN=Contoso Root CA.* as its issuer, but its own key signed it\./);
});

test('a root of a known name with a new key is a root that is not trusted', async () => {
  const renewed = await createContoso('p-256');
  const issued = renewed.leaf({}, { issuer: renewed.authority.root }).der;
  const finding = judge([issued, renewed.authority.root.der], [root]);
  assert.equal(finding.fault, 'root-not-trusted');
  assert.match(finding.message, /^Not trusted: the root CN=Contoso Root CA is not in /);
});
