import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { sequence, tagged } from '../../pki/forge-der.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (changes: object, without: readonly 'authorityKeyIdentifier'[] = []) => {
  const { root, intermediate } = contoso.authority;
  const leaf = contoso.leaf(changes, { without });
  return findingOf('key-identifier-mismatch', { chain: [leaf.der, intermediate.der], anchors: [root.der] });
};

/** An authority key identifier that names its issuer's certificate by issuer and serial number. */
const issuerAndSerial = (issuer: Uint8Array, serial: Uint8Array) => ({
  extraExtensions: [{ oid: '2.5.29.35', value: sequence(tagged(0xa1, tagged(0xa4, issuer)), tagged(0x82, serial)) }],
});

test('passes where every identifier fits', () => {
  assertOutcome(judge({}), 'pass');
});

test('fails where one is of another key', () => {
  const finding = judge({ authorityKeyIdentifier: Uint8Array.of(1, 2, 3) });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=im\.contoso\.com does not match its issuer CN=Contoso Issuing CA/);
});

test('an absent one is nothing to compare', () => {
  assertOutcome(judge({}, ['authorityKeyIdentifier']), 'pass');
  const leaf = contoso.leaf({}, { without: ['authorityKeyIdentifier'] });
  const alone = findingOf('key-identifier-mismatch', {
    chain: [leaf.der],
    anchors: [contoso.authority.intermediate.der],
  });
  assertOutcome(alone, 'not-applicable', 'absent');
});

test('issuer and serial number of another certificate fail', () => {
  const { root } = contoso.authority;
  const finding = judge(issuerAndSerial(root.subject, Uint8Array.of(1)), ['authorityKeyIdentifier']);
  assertOutcome(finding, 'fail');
});

test('a malformed identifier fails', () => {
  const finding = judge({ extraExtensions: [{ oid: '2.5.29.35', value: malformed }] }, ['authorityKeyIdentifier']);
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'malformed');
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(findingOf('key-identifier-mismatch', { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
});
