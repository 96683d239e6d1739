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
  for (const failure of [tcp('reset'), tcp('socket-error'), { ...tcp('timeout'), stage: 'tls' as const }])
    assert.equal(log.leavesOut(observed(failure)), false, failure.kind);
  assert.deepEqual(log.ranges(), [
    {
      range: '10.0.0.0/28',
      answered: 3,
      silent: { refused: 2, timeout: 1, unreachable: 1 },
      message:
        '10.0.0.0/28: 3 of 7 addresses and ports answer; the others are not listed (2 refused, 1 without an answer, 1 unreachable).',
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

test('what a proxy did not connect to is an endpoint, and is not said to answer', () => {
  const log = createRangeLog();
  assert.equal(log.leavesOut(observed(tcp('proxy'))), false);
  assert.equal(log.ranges().every(isRangeSilent), true);
  assert.match(
    log.ranges()[0]?.message ?? '',
    /^10\.0\.0\.0\/28: nothing answers at any of 1 addresses and ports; the proxy did not connect to 1\. Check .*rules of the proxy\.$/,
  );
  assert.equal(log.leavesOut(observed(tcp('reset'))), false);
  assert.equal(log.leavesOut(observed(tcp('timeout'))), true);
  log.addEarlier({ range: '10.0.0.0/28', handshake: null, failure: tcp('proxy') });
  const [summary] = log.ranges();
  assert.equal(summary?.answered, 1);
  assert.equal(
    summary.message,
    '10.0.0.0/28: 1 of 4 addresses and ports answer; the proxy did not connect to 2; the rest are not listed (1 without an answer).',
  );
});
