import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listInconclusive } from '../../src/report/list-inconclusive.ts';
import { endpoint, finding } from './sample-report.ts';

const noPath = finding('issuer-outlived', 'undetermined', { reason: 'no-path' });
const notFetched = finding('revocation-status', 'undetermined', { reason: 'not-fetched' });
const checksOf = (...findings: readonly ReturnType<typeof finding>[]) =>
  listInconclusive(endpoint({ findings: [...findings] })).map(({ check }) => check);

test('what lacks a path is left out where a fault of the chain says why', () => {
  const broken = finding('chain-completeness', 'fail');
  assert.deepEqual(checksOf(broken, noPath, notFetched), ['revocation-status']);
});

test('what lacks a path counts where no fault of the chain is reported', () => {
  assert.deepEqual(checksOf(finding('key-usage', 'fail'), noPath), ['issuer-outlived']);
});

test('of an endpoint that was not reached nothing more is told', () => {
  assert.deepEqual(listInconclusive(endpoint({ verdict: 'unreachable', findings: [notFetched] })), []);
});
