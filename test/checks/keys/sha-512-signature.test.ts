import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import type { SignatureAlgorithm } from '../../forge/certificate-profile.ts';
import { assertOutcome, findingOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('rsa-2048');
});

const judge = (signatureAlgorithm: SignatureAlgorithm) =>
  findingOf('sha-512-signature', {
    chain: [contoso.leaf({ signatureAlgorithm }).der, contoso.authority.intermediate.der],
    anchors: [contoso.authority.root.der],
  });

test('SHA-256 and SHA-384 pass', () => {
  assertOutcome(judge('sha256'), 'pass');
  assertOutcome(judge('sha384'), 'pass');
});

test('SHA-512 is a note: information, with the update that mends it', () => {
  const finding = judge('sha512');
  assert.deepEqual([finding.outcome, finding.fault, finding.severity], ['fail', 'signed-with-sha-512', 'info']);
  assert.match(finding.message, /^CN=im\.contoso\.com is signed with SHA-512, which Windows without KB2973337 refuses/);
});

test('without a path to judge it is undetermined', () => {
  const finding = findingOf('sha-512-signature', {
    chain: [contoso.leaf().der],
    anchors: [contoso.authority.root.der],
  });
  assert.equal(finding.outcome, 'undetermined');
});
