import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso, sslNames } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, mtlsListener, reportOf } from '../finding.ts';

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
  assertFault(finding, 'wildcard', 'The certificate has the wildcard *.contoso.com');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.observed, '*.contoso.com');
  assert.equal(judge({ dnsNames }, mtlsListener).severity, 'error');
});

test('fails with a wildcard in any common name', () => {
  assertOutcome(judge({ subject: [{ CN: '*.contoso.com' }, { CN: 'im.contoso.com' }] }), 'fail');
});

test('fails with a partial wildcard', () => {
  assertFault(judge({ dnsNames: ['i*.contoso.com'] }), 'wildcard', 'The certificate has the wildcard i*.contoso.com');
});

test('a malformed SAN fails', () => {
  const leaf = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: malformed }] }, { without: ['dnsNames'] });
  assertFault(findingOf('wildcard-name', { chain: [leaf.der] }), 'malformed', 'The SAN is malformed');
});

test('a wildcard instead of the names is one cause, whatever it breaks', () => {
  const wildcards = (name: string, endpoint: object) => {
    const leaf = contoso.leaf({ subject: [{ CN: name }], dnsNames: [name] });
    const { causes, findings } = reportOf({ chain: [leaf.der], endpoint });
    const ofNames = causes.filter(({ fault }) => /name/.test(fault));
    assert.deepEqual(
      ofNames.map(({ fault, severity }) => [fault, severity]),
      [['wildcard-name/wildcard', 'critical']],
    );
    return findings.filter(({ cause }) => cause === ofNames[0]?.key).map(({ check }) => check);
  };
  assert.deepEqual(wildcards('*.contoso.local', mtlsListener), ['name-match', 'subject-name', 'wildcard-name']);
  assert.deepEqual(wildcards('*.contoso.com', { role: 'as-host', host: 'as.im.contoso.com' }), [
    'name-match',
    'subject-name',
    'subject-alternative-names',
    'wildcard-name',
  ]);
});

test('the remedy lists the names to write out', () => {
  const finding = judge({ subject: [{ CN: '*.contoso.local' }] }, mtlsListener);
  assert.match(finding.message, /each name written out: cwa01\.contoso\.local\.$/);
  const ssl = judge({ dnsNames: ['*.contoso.com', '*.im.contoso.com'] });
  assertFault(ssl, 'wildcard', 'The certificate has the wildcards *.contoso.com and *.im.contoso.com');
  assert.match(ssl.message, /written out: im\.contoso\.com, as\.im\.contoso\.com and download\.im\.contoso\.com\.$/);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('wildcard-name', { chain: [malformed] }), 'undetermined', 'undecodable');
});
