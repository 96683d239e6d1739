import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (changes: object, without: readonly 'templateOid'[] = ['templateOid']) =>
  findingOf('web-server-template', { chain: [contoso.leaf(changes, { without }).der] });

test('fails where the certificate names the built-in template', () => {
  const finding = judge({ templateName: 'WebServer' });
  const title = 'The certificate comes from the built-in template WebServer, not from a duplicate';
  assertFault(finding, 'built-in-template', title);
  assert.equal(finding.observed, 'WebServer');
});

test('is never a pass: a duplicate, another template and none at all are not observable', () => {
  const duplicate = judge({}, []);
  assertOutcome(duplicate, 'not-observable', 'not-in-certificate');
  assert.match(duplicate.message, /so it comes from a duplicate/);
  assert.match(judge({ templateName: 'Computer' }).message, /version 1 template Computer/);
  const none = judge({});
  assertOutcome(none, 'not-observable', 'not-in-certificate');
  assert.match(none.message, /names no template/);
});

test('an OID that ends as the built-in one does is only a hint', () => {
  const finding = judge({ templateOid: '1.3.6.1.4.1.311.21.8.1.2.3.4.5.6.1.16' }, []);
  assertOutcome(finding, 'not-observable', 'not-in-certificate');
  assert.match(finding.message, /whose OID ends like that of the built-in Web Server template/);
});

test('a malformed template extension fails', () => {
  for (const oid of ['1.3.6.1.4.1.311.20.2', '1.3.6.1.4.1.311.21.7']) {
    const finding = judge({ extraExtensions: [{ oid, value: malformed }] });
    assertFault(finding, 'malformed', 'The extension that names the certificate template is malformed');
  }
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('web-server-template', { chain: [malformed] }), 'undetermined', 'undecodable');
});
