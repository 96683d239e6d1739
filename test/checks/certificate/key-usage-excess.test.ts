import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { KeyUsageBit } from '../../forge/certificate-profile.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, plainServer } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (keyUsage: readonly KeyUsageBit[], endpoint = {}) =>
  findingOf('key-usage-excess', { chain: [contoso.leaf({ keyUsage }).der], endpoint });

test('passes with a0, and with less', () => {
  assertOutcome(judge(['digitalSignature', 'keyEncipherment']), 'pass');
  assertOutcome(judge(['digitalSignature']), 'pass');
});

test('fails with any bit beside, and names it', () => {
  const finding = judge(['digitalSignature', 'keyEncipherment', 'dataEncipherment']);
  assertFault(finding, 'excess-bits', 'Key usage also has dataEncipherment');
  assert.match(finding.observed ?? '', /\(b0\)$/);
});

test('tls-server allows what exchanges of TLS can use, and not signing certificates', () => {
  assertOutcome(judge(['digitalSignature', 'keyAgreement'], plainServer), 'pass');
  const signing = judge(['digitalSignature', 'keyCertSign'], plainServer);
  assertFault(signing, 'excess-bits', 'Key usage also has keyCertSign');
});

test('does not apply without the extension, and fails where it is malformed', () => {
  const absent = contoso.leaf({}, { without: ['keyUsage'] });
  assertOutcome(findingOf('key-usage-excess', { chain: [absent.der] }), 'not-applicable', 'absent');
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.15', value: malformed }] }, { without: ['keyUsage'] });
  assertFault(findingOf('key-usage-excess', { chain: [broken.der] }), 'malformed', 'The key usage is malformed');
});
