import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listFailures } from '../../src/report/list-failures.ts';
import { finding } from './sample-report.ts';

test('lists what fails, the worst first, and equals in the order of the report', () => {
  const findings = [
    finding('no-severity', 'fail', { severity: null }),
    finding('soon', 'fail', { severity: 'warning' }),
    finding('first', 'fail', { severity: 'error' }),
    finding('second', 'fail', { severity: 'error' }),
    finding('worst', 'fail', { severity: 'critical' }),
    finding('hint', 'fail', { severity: 'info' }),
  ];
  const listed = listFailures(findings).map(({ check }) => check);
  assert.deepEqual(listed, ['worst', 'first', 'second', 'soon', 'hint', 'no-severity']);
});

test('leaves out what is waived and what does not fail', () => {
  const waiver = { by: 'A. Datum', reason: 'known', until: '2027-01-31' };
  const findings = [
    finding('waived', 'fail', { waiver }),
    finding('passing', 'pass'),
    finding('unknown', 'undetermined', { reason: 'no-answer' }),
  ];
  assert.deepEqual(listFailures(findings), []);
});
