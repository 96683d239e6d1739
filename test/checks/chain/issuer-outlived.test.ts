import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (beyondMs: number) => {
  const { root, intermediate } = contoso.authority;
  const notAfter = new Date(intermediate.profile.notAfter.getTime() + beyondMs);
  return findingOf('issuer-outlived', {
    chain: [contoso.leaf({ notAfter }).der, intermediate.der],
    anchors: [root.der],
  });
};

test('passes where both expire at the same second', () => {
  assertOutcome(judge(0), 'pass');
});

test('fails where the leaf lives a second longer', () => {
  const finding = judge(1_000);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=Contoso Issuing CA,O=Contoso at 2032-11-20T12:00:00Z/);
});

test('does not apply where the leaf is its own issuer or an anchor', () => {
  const root = contoso.authority.root.der;
  assertOutcome(findingOf('issuer-outlived', { chain: [root], anchors: [root] }), 'not-applicable', 'no-issuer');
  assertOutcome(findingOf('issuer-outlived', { chain: [root] }), 'not-applicable', 'no-issuer');
  const leaf = contoso.leaf().der;
  assertOutcome(findingOf('issuer-outlived', { chain: [leaf], anchors: [leaf] }), 'not-applicable', 'no-issuer');
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(findingOf('issuer-outlived', { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
});
