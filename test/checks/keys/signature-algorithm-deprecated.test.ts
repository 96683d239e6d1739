import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { SignatureAlgorithm } from '../../forge/certificate-profile.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, plainServer } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (signatureAlgorithm: SignatureAlgorithm, more = {}) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf({ signatureAlgorithm }).der, intermediate.der];
  return findingOf('signature-algorithm-deprecated', { chain, anchors: [root.der], ...more });
};

test('passes with SHA-256 and says what Windows Server 2003 peers need', () => {
  const finding = judge('sha256');
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /KB938397/);
});

test('fails with SHA-1 and says both sides', () => {
  const finding = judge('sha1');
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.fault, 'deprecated-algorithm');
  assert.match(
    finding.message,
    /^Deprecated signature algorithm \(ecdsa-with-SHA1\) in CN=im\.contoso\.com.*browsers refuse SHA-1; Windows Server 2003 reads SHA-2 only with KB938397 or KB968730/,
  );
});

test('the list may be overridden', () => {
  assertOutcome(judge('sha256', { thresholds: { deprecatedSignatureAlgorithms: ['sha1', 'sha256'] } }), 'fail');
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(judge('sha256', { anchors: [] }), 'undetermined', 'no-path');
});

test('does not apply where the policy names none, as tls-server does', () => {
  assertOutcome(judge('sha256', { endpoint: plainServer }), 'not-applicable', 'no-demand');
});
