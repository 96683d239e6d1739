import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPace } from '../../src/scan/pace.ts';

test('turns are as far apart as the rate demands, and unused turns are not made up for', () => {
  let nowMs = 5_000;
  const pace = createPace(10, () => nowMs);
  assert.deepEqual([pace(), pace(), pace()], [0, 100, 200]);
  nowMs += 150;
  assert.equal(pace(), 150);
  nowMs += 10_000;
  assert.deepEqual([pace(), pace()], [0, 100]);
});

test('a turn is due at the very millisecond of the last one plus its distance', () => {
  let nowMs = 0;
  const pace = createPace(4, () => nowMs);
  assert.equal(pace(), 0);
  nowMs = 250;
  assert.equal(pace(), 0);
  nowMs = 499;
  assert.equal(pace(), 1);
});
