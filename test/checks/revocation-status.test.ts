import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from './finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

test('is undetermined, as nothing was fetched', () => {
  assertOutcome(findingOf('revocation-status', { chain: [contoso.leaf().der] }), 'undetermined', 'not-fetched');
});

test('a staple is mentioned, and proves nothing before it is verified', () => {
  const handshake = { staples: [{ certificateIndex: 0, response: malformed }] };
  const finding = findingOf('revocation-status', { chain: [contoso.leaf().der], handshake });
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.match(finding.message, /stapled an OCSP response/);
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('revocation-status', { chain: [malformed] }), 'undetermined', 'undecodable');
});
