import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AuditEvent } from '../../src/audit/contract.ts';
import { compareCauses, describeDifference } from '../../src/cli/commands/demo-failures.ts';
import type { Cause } from '../../src/model/cause.ts';
import { causesOf, endpoint, finding, reportOf } from '../report/sample-report.ts';

const report = endpoint({ findings: [finding('key-usage', 'fail')] });
const planted = {
  stories: [{ title: 'A wrong key usage', text: '', causes: [{ fault: 'key-usage/broken', at: 'cwa01' as const }] }],
  places: new Map([['cwa01' as const, { address: '10.0.0.11', port: 443 }]]),
};

/** An audit of the one endpoint that reports these causes. */
function events(causes: readonly Cause[]): readonly AuditEvent[] {
  const { endpoints: _, ...summary } = { ...reportOf([report], []), causes: [...causes] };
  return [{ kind: 'endpoint', report } as AuditEvent, { kind: 'summary', summary } as AuditEvent];
}

const found = (check: string) => causesOf([finding(check, 'fail')], { endpoints: [report.id], places: [] });

test('what was planted and found is no difference', () => {
  const difference = compareCauses(planted, events(found('key-usage')));
  assert.deepEqual(difference, { missing: [], unexpected: [] });
  assert.match(describeDifference(difference), /^All planted faults were found/);
});

test('a planted cause that was not found is named with its place, and so is one that was not planted', () => {
  const difference = compareCauses(planted, events(found('name-match')));
  assert.equal(
    describeDifference(difference),
    'Not found: key-usage/broken at 10.0.0.11:443\nNot planted: name-match/broken at 10.0.0.11:443\n',
  );
});

test('a planted cause that is reported twice is one too many', () => {
  const difference = compareCauses(planted, events([...found('key-usage'), ...found('key-usage')]));
  assert.deepEqual(difference, { missing: [], unexpected: ['key-usage/broken at 10.0.0.11:443'] });
});
