import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRangeLog, isRangeSilent } from '../../src/audit/range-log.ts';
import type { Failure } from '../../src/model/failure.ts';
import { silentObservation } from '../../src/model/silent-observation.ts';
import { endpointAt } from '../collect/collecting.ts';

const observed = (failure: Failure, range: string | null = '10.0.0.0/28') =>
  silentObservation(endpointAt({ port: 443 }, range === null ? {} : { range }), new Date(0), failure);
const tcp = (kind: Failure['kind']): Failure => ({ stage: 'tcp', kind, message: kind });

test('an address of a range at which nothing answers is counted; one named itself, or at which something is, is an endpoint', () => {
  const log = createRangeLog();
  assert.equal(log.leavesOut(observed(tcp('refused'), null)), false);
  for (const kind of ['refused', 'refused', 'timeout', 'unreachable'] as const)
    assert.equal(log.leavesOut(observed(tcp(kind))), true, kind);
  for (const failure of [tcp('reset'), tcp('socket-error'), tcp('proxy'), { ...tcp('timeout'), stage: 'tls' as const }])
    assert.equal(log.leavesOut(observed(failure)), false, failure.kind);
  assert.deepEqual(log.ranges(), [
    {
      range: '10.0.0.0/28',
      answered: 4,
      silent: { refused: 2, timeout: 1, unreachable: 1 },
      message:
        '10.0.0.0/28: 4 of 8 addresses and ports answer; the others are not listed (2 refused, 1 without an answer, 1 unreachable).',
    },
  ]);
});

test('a range in which nothing answers, or that this machine cannot dial, is not audited', () => {
  for (const kind of ['timeout', 'no-address-family'] as const) {
    const log = createRangeLog();
    assert.equal(log.leavesOut(observed(tcp(kind))), true);
    assert.equal(log.ranges().every(isRangeSilent), true);
  }
});

test('what an interruption cut short has not answered', () => {
  const log = createRangeLog();
  assert.equal(log.leavesOut(observed(tcp('aborted'))), false);
  assert.equal(log.ranges()[0]?.answered, 0);
});
