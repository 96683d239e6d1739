import assert from 'node:assert/strict';
import { test } from 'node:test';

import { progressText } from '../../../src/cli/output/progress-text.ts';

test('the live line counts at first, and tells rate and time left once the run has settled', () => {
  const at = (done: number, elapsedMs: number, failures = 0): string =>
    progressText({ done, count: 10_000, failures, elapsedMs });
  assert.equal(at(100, 1_999), '100 of 10000 endpoints audited');
  assert.equal(at(1_000, 2_000), '1000 of 10000 endpoints audited, 500 a second, 18 s left');
  assert.equal(
    at(100, 20_000, 3),
    '100 of 10000 endpoints audited, 3 failed or unreachable, 5.0 a second, 33 min left',
  );
  assert.equal(at(10_000, 20_000), '10000 of 10000 endpoints audited, 500 a second');
});

test('where nobody knows how many there are, or there are more than was known, no time left is told', () => {
  assert.equal(
    progressText({ done: 40, count: undefined, failures: 0, elapsedMs: 4_000 }),
    '40 endpoints audited, 10 a second',
  );
  assert.equal(progressText({ done: 4, count: 3, failures: 0, elapsedMs: 1_000 }), '4 endpoints audited');
});
