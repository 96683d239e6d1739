import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

test('passes for version 3', () => {
  assertOutcome(findingOf('certificate-version', { chain: [contoso.leaf().der] }), 'pass');
});

test('fails for versions 1 and 2, and says which', () => {
  for (const version of [1, 2] as const) {
    const finding = findingOf('certificate-version', { chain: [contoso.leaf({ version }).der] });
    assertOutcome(finding, 'fail');
    assert.equal(finding.observed, String(version));
    assert.equal(finding.severity, 'error');
  }
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('certificate-version', { chain: [malformed] }), 'undetermined', 'undecodable');
});
