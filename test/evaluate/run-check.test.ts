import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type Check, defineCheck } from '../../src/checks/define-check.ts';
import { fail, pass } from '../../src/checks/judgement.ts';
import { createJudgementRun } from '../../src/evaluate/judgement-run.ts';
import { gatherEvidence } from '../../src/evaluate/gather-evidence.ts';
import { failuresOf, toFinding } from '../../src/evaluate/judged-check.ts';
import { runCheck } from '../../src/evaluate/run-check.ts';
import { findPolicy } from '../../src/policy/policies.ts';
import { contextWith } from './context.ts';
import { observationWith } from './observation.ts';

const described = {
  id: 'any',
  title: 'Any',
  why: 'Any.',
  citation: { document: 'Any', section: 'Any' },
  faults: {
    broken: { title: 'It is broken', why: 'It should be whole.', remedy: 'Mend it.', subject: 'certificate' },
  },
} as const;
const gathered = () => {
  const observation = observationWith([Uint8Array.of(0x30, 0x05)]);
  const run = createJudgementRun(contextWith([]));
  const presented = observation.certificates.map(run.decode);
  return gatherEvidence(observation, { presented, policy: findPolicy('cwa-2007-r2'), run });
};

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
  const judgement = runCheck(check, gathered());
  const finding = toFinding({ check, severity: 'error', judgement }, undefined, undefined);
  assert.equal(finding.outcome, 'undetermined');
  assert.equal(finding.reason, 'internal-error');
  assert.match(finding.message, /a broken check/);
});

test('a finding has every field, null where there is nothing to say', () => {
  assert.deepEqual(toFinding({ check: described, severity: null, judgement: pass('Seen.') }, undefined, undefined), {
    check: 'any',
    outcome: 'pass',
    fault: null,
    cause: null,
    severity: null,
    message: 'Seen.',
    expected: null,
    observed: null,
    reason: null,
  });
});

test('the message of a failure says what was seen, why it matters and what to do', () => {
  const messageOf = (...failure: Parameters<typeof fail<'broken'>>) => {
    const judged = { check: described, severity: 'error', judgement: fail(...failure) } as const;
    const failed = failuresOf([judged]).get(judged);
    assert.deepEqual(failed?.fault.citation, described.citation);
    return toFinding(judged, failed, 'any/broken:0').message;
  };
  assert.equal(messageOf('broken', { title: 'X is broken' }), 'X is broken. It should be whole. Mend it.');
  assert.equal(
    messageOf('broken', { title: 'X is broken', detail: 'So is Y.', remedy: 'Mend X.' }),
    'X is broken. So is Y. It should be whole. Mend X.',
  );
});

test('a fault that its check does not declare is a bug of ours', () => {
  const judgement = fail('unheard-of', { title: 'X' });
  assert.throws(() => failuresOf([{ check: described, severity: 'error', judgement }]), /any .*unheard-of/);
});
