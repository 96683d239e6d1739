import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { type IssuedCertificate, issueCertificate } from '../../forge/issue-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, forge, malformed } from '../finding.ts';

let contoso: Contoso;
let leaf: Uint8Array;
let root: IssuedCertificate;
let intermediate: IssuedCertificate;
before(async () => {
  contoso = await createContoso('p-256');
  leaf = contoso.leaf().der;
  ({ root, intermediate } = contoso.authority);
});

const judge = (chain: readonly Uint8Array[], more = {}) =>
  findingOf('chain-order', { chain, anchors: [root.der], ...more });

test('passes leaf first and each issuer after what it issued', () => {
  assertOutcome(judge([leaf, intermediate.der]), 'pass');
  assertOutcome(judge([leaf, intermediate.der, root.der]), 'pass');
});

test('fails where an issuer stands before what it issued, and gives the places', async () => {
  const finding = judge(await swapped());
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.match(finding.message, /^Wrong order: CN=Contoso Issuing CA is sent before CN=Lower CA, which it issued\./);
});

test('is information in TLS 1.3, where the order is free', async () => {
  assert.equal(judge(await swapped(), { handshake: { protocol: 'TLSv1.3' } }).severity, 'info');
});

test('ignores a root wherever it stands, which unneeded-certificates names', () => {
  assertOutcome(judge([leaf, root.der, intermediate.der]), 'pass');
});

/** Leaf, upper, lower: each upper one before the lower one that it certifies. */
async function swapped(): Promise<readonly Uint8Array[]> {
  const profile = { ...intermediate.profile, subject: [{ CN: 'Lower CA' }] };
  const lower = issueCertificate(profile, await makeKeyPair('p-256'), intermediate);
  return [contoso.leaf({}, { issuer: lower }).der, intermediate.der, lower.der];
}

test('ignores certificates that nothing needs, duplicates included', async () => {
  const stranger = issueIntermediate(contoso.authority, await makeKeyPair('p-256'), { organization: 'Fabrikam' });
  assertOutcome(judge([leaf, stranger.der, intermediate.der, root.der, intermediate.der]), 'pass');
});

test('cross-signed certificates may stand side by side in either order', async () => {
  const otherKey = await makeKeyPair('p-256');
  const other = issueCertificate({ ...root.profile, subject: [{ CN: 'Other Root' }] }, otherKey);
  const cross = issueCertificate(intermediate.profile, intermediate.key, other);
  assertOutcome(judge([leaf, intermediate.der, cross.der]), 'pass');
  assertOutcome(judge([leaf, cross.der, intermediate.der, other.der, root.der]), 'pass');
});

test('a root has no place after its own cross-certificate', () => {
  const key = root.key;
  const newer = issueCertificate({ ...root.profile, subject: [{ CN: 'Newer Root' }] }, key);
  const cross = issueCertificate(newer.profile, key, root);
  const end = contoso.leaf({}, { issuer: newer }).der;
  for (const chain of [
    [end, cross.der, newer.der],
    [end, newer.der, cross.der],
  ]) {
    assert.notEqual(judge(chain).outcome, 'fail');
  }
});

test('two that certify each other have no order', async () => {
  const [oneKey, twoKey] = await Promise.all([makeKeyPair('p-256'), makeKeyPair('p-256')]);
  const one = { ...root.profile, subject: [{ CN: 'One' }] };
  const two = { ...root.profile, subject: [{ CN: 'Two' }] };
  const oneByTwo = issueCertificate(one, oneKey, issueCertificate(two, twoKey));
  const twoByOne = issueCertificate(two, twoKey, issueCertificate(one, oneKey));
  const end = contoso.leaf({}, { issuer: oneByTwo }).der;
  assertOutcome(judge([end, oneByTwo.der, twoByOne.der]), 'pass');
  assertOutcome(judge([end, twoByOne.der, oneByTwo.der]), 'pass');
});

test('does not apply to one certificate, nor to a leaf with strangers only', () => {
  assertOutcome(judge([leaf]), 'not-applicable', 'one-certificate');
  assertOutcome(judge([leaf, root.der]), 'not-applicable', 'one-certificate');
});

test('the issuer that a forged leaf names has its place in the order', async () => {
  const finding = judge([forge(leaf), intermediate.der]);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /the signature does not verify with its key: see chain-trust/);
  const lower = issueIntermediate(contoso.authority, await makeKeyPair('p-256'), {
    organization: 'Contoso',
    name: 'Lower CA',
    issuer: intermediate,
  });
  const low = forge(contoso.leaf({}, { issuer: lower }).der);
  assertOutcome(judge([low, intermediate.der, lower.der]), 'fail');
  assertOutcome(judge([low, lower.der, intermediate.der]), 'pass');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(judge([malformed, intermediate.der]), 'undetermined', 'undecodable');
});
