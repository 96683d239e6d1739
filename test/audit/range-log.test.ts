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
  assert.deepEqual(log.ranges(true), [
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
    assert.equal(log.ranges(true).every(isRangeSilent), true);
  }
});

test('what an interruption cut short has not answered', () => {
  const log = createRangeLog();
  assert.equal(log.leavesOut(observed(tcp('aborted'))), false);
  assert.equal(log.ranges(true)[0]?.answered, 0);
});

test('behind a proxy an address that it does not reach has not answered, and what it said first is told', () => {
  const refusal = (port: number): Failure => ({
    ...tcp('proxy'),
    message: `The proxy P could not connect to X:${port}.`,
  });
  const none = createRangeLog();
  assert.equal(none.leavesOut(observed(refusal(1))), true);
  assert.equal(none.leavesOut(observed(refusal(2))), true);
  assert.deepEqual(none.ranges(true), [
    {
      range: '10.0.0.0/28',
      answered: 0,
      silent: { proxy: 2 },
      message:
        '10.0.0.0/28: nothing answers at any of 2 addresses and ports (2 not reached by the proxy). First: The proxy P could not connect to X:1. Check the range, the ports and the network.',
    },
  ]);
  const some = createRangeLog();
  assert.equal(some.leavesOut(observed(refusal(1))), true);
  assert.equal(some.leavesOut(observed({ ...tcp('reset'), stage: 'tls' })), false);
  assert.equal(
    some.ranges(true)[0]?.message,
    '10.0.0.0/28: 1 of 2 addresses and ports answer; the others are not listed (1 not reached by the proxy). First: The proxy P could not connect to X:1.',
  );
});

test('after an interruption what was tried is counted as that, and not as the whole range', () => {
  const log = createRangeLog();
  assert.equal(log.leavesOut(observed({ ...tcp('reset'), stage: 'tls' })), false);
  assert.equal(log.ranges(false)[0]?.message, '10.0.0.0/28: every address and port that was tried answers (1).');
  assert.equal(log.leavesOut(observed(tcp('refused'))), true);
  assert.match(log.ranges(false)[0]?.message ?? '', /: 1 of 2 addresses and ports that were tried answer; the others/);
});
