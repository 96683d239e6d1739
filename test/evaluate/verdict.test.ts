import assert from 'node:assert/strict';
import { test } from 'node:test';

import { verdictOf } from '../../src/evaluate/verdict.ts';
import type { Finding } from '../../src/model/finding.ts';

const finding = (outcome: Finding['outcome'], severity: Finding['severity']): Finding => ({
  check: 'any',
  outcome,
  severity,
  message: '',
  expected: null,
  observed: null,
  reason: null,
});

test('the worst failure decides', () => {
  assert.equal(verdictOf([]), 'pass');
  assert.equal(verdictOf([finding('fail', 'info')]), 'pass');
  assert.equal(verdictOf([finding('fail', 'info'), finding('fail', 'warning')]), 'warn');
  assert.equal(verdictOf([finding('fail', 'warning'), finding('fail', 'error')]), 'fail');
  assert.equal(verdictOf([finding('fail', 'critical')]), 'fail');
});

test('what was not seen neither passes nor fails', () => {
  assert.equal(verdictOf([finding('undetermined', 'critical'), finding('not-observable', null)]), 'pass');
  assert.equal(verdictOf([finding('not-applicable', 'error')]), 'pass');
});
