import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (changes: object, endpoint = {}) =>
  findingOf('wildcard-name', { chain: [contoso.leaf(changes).der], endpoint });

test('passes with every name spelt out', () => {
  assertOutcome(judge({}), 'pass');
});

test('fails with a wildcard in the SAN, a warning for SSL and an error for MTLS', () => {
  const dnsNames = [...sslNames, '*.contoso.com'];
  const finding = judge({ dnsNames });
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.observed, '*.contoso.com');
  assert.equal(judge({ dnsNames }, mtlsListener).severity, 'error');
});

test('fails with a wildcard in any common name', () => {
  assertOutcome(judge({ subject: [{ CN: '*.contoso.com' }, { CN: 'im.contoso.com' }] }), 'fail');
});

test('fails with a partial wildcard', () => {
  assertOutcome(judge({ dnsNames: ['i*.contoso.com'] }), 'fail');
});

test('a malformed SAN fails', () => {
  const leaf = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  assertOutcome(findingOf('wildcard-name', { chain: [leaf.der] }), 'fail');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('wildcard-name', { chain: [malformed] }), 'undetermined', 'undecodable');
});
