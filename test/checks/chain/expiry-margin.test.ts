import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { assertOutcome, findingOf } from '../finding.ts';

const dayMs = 86_400_000;
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (from: number, to: number, thresholds = {}) => {
  const notBefore = new Date(now.getTime() + from);
  const notAfter = new Date(now.getTime() + to);
  const { root, intermediate } = contoso.authority;
  return findingOf('expiry-margin', {
    chain: [contoso.leaf({ notBefore, notAfter }).der, intermediate.der],
    anchors: [root.der],
    thresholds,
  });
};

test('passes with exactly thirty days left and fails a second below', () => {
  assertOutcome(judge(-300 * dayMs, 30 * dayMs), 'pass');
  const finding = judge(-300 * dayMs, 30 * dayMs - 1_000);
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.expected, 'at least 30 days left');
  assert.equal(finding.observed, '29 days left');
});

test('of a short life only a third is asked for', () => {
  assertOutcome(judge(-40 * dayMs, 20 * dayMs), 'pass');
  assertOutcome(judge(-40 * dayMs - 3_000, 20 * dayMs - 1_000), 'fail');
});

test('the margin may be overridden', () => {
  assertOutcome(judge(-300 * dayMs, 40 * dayMs, { expiryMarginDays: 41 }), 'fail');
  assertOutcome(judge(-300 * dayMs, 10 * dayMs, { expiryMarginDays: 10 }), 'pass');
});

test('names the first on the path to expire, be it the issuer', () => {
  const finding = findingOf('expiry-margin', {
    chain: [contoso.leaf({ notAfter: new Date('2050-01-01T00:00:00Z') }).der, contoso.authority.intermediate.der],
    anchors: [contoso.authority.root.der],
    now: new Date(contoso.authority.intermediate.profile.notAfter.getTime() - dayMs),
  });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=Contoso Issuing CA/);
});

test('what has expired fails as well', () => {
  assert.equal(judge(-300 * dayMs, -dayMs).observed, 'expired');
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(findingOf('expiry-margin', { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
});
