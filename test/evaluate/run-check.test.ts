import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Check, defineCheck } from '../../src/checks/define-check.ts';
import { pass } from '../../src/checks/judgement.ts';
import { createJudgementRun } from '../../src/evaluate/judgement-run.ts';
import { gatherEvidence } from '../../src/evaluate/gather-evidence.ts';
import { runCheck, toFinding } from '../../src/evaluate/run-check.ts';
import { policies } from '../../src/policy/policies.ts';
import { contextWith } from './context.ts';
import { observationWith } from './observation.ts';

const described = {
  id: 'any',
  title: 'Any',
  why: 'Any.',
  remedy: 'Any.',
  citation: { document: 'Any', section: 'Any' },
};
const gathered = () =>
  gatherEvidence(
    observationWith([Uint8Array.of(0x30, 0x05)]),
    policies['cwa-2007-r2'],
    createJudgementRun(contextWith([])),
  );

test('a check is handed the evidence that it needs', () => {
  const check = defineCheck({
    ...described,
    needs: ['endpoint', 'now'],
    judge: ({ endpoint, now }) => pass(`${endpoint.host} at ${now.toISOString()}`),
  });
  assert.equal(runCheck(check, gathered()).outcome, 'pass');
});

test('where a need cannot be met the check is not asked, and the reason is given', () => {
  const check = defineCheck({ ...described, needs: ['leaf'], judge: () => assert.fail('was asked') });
  const judgement = runCheck(check, gathered());
  assert.equal(judgement.outcome, 'undetermined');
  assert.equal('reason' in judgement && judgement.reason, 'undecodable');
});

test('a check that throws is a bug of ours: undetermined, internal-error, never a pass', () => {
  const check: Check = {
    ...described,
    needs: [],
    judge: () => {
      throw new Error('a broken check');
    },
  };
  const finding = toFinding('any', 'error', runCheck(check, gathered()));
  assert.equal(finding.outcome, 'undetermined');
  assert.equal(finding.reason, 'internal-error');
  assert.match(finding.message, /a broken check/);
});

test('a finding has every field, null where there is nothing to say', () => {
  assert.deepEqual(toFinding('any', null, pass('Seen.')), {
    check: 'any',
    outcome: 'pass',
    severity: null,
    message: 'Seen.',
    expected: null,
    observed: null,
    reason: null,
  });
});
