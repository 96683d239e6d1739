import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAttentiveClock } from '../../src/async/attentive-clock.ts';

test('time counts from tick to tick', () => {
  let ms = 1_000;
  const clock = createAttentiveClock(() => ms, 25);
  assert.equal(clock.nowMs(), 0);
  ms += 30;
  assert.equal(clock.nowMs(), 0);
  clock.tick();
  assert.equal(clock.nowMs(), 30);
});

test('a second in which we did not look counts for two looks', () => {
  let ms = 0;
  const clock = createAttentiveClock(() => ms, 25);
  ms = 1_000;
  clock.tick();
  assert.equal(clock.nowMs(), 50);
  ms = 1_025;
  clock.tick();
  assert.equal(clock.nowMs(), 75);
});
