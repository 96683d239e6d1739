import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';

import { createPace } from '../../src/scan/pace.ts';

test('turns are as far apart as the rate demands, and time in which nobody came is not made up for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = 5_000;
  const pace = createPace(10, () => nowMs);
  const { signal } = new AbortController();
  const had: number[] = [];
  const ask = (count: number): void => {
    for (let index = 0; index < count; index += 1) void pace(signal).then(() => had.push(nowMs));
  };
  const advance = async (milliseconds: number): Promise<void> => {
    nowMs += milliseconds;
    t.mock.timers.tick(milliseconds);
    await setImmediate();
  };
  ask(3);
  for (const step of [0, 99, 1, 99, 1]) await advance(step);
  assert.deepEqual(had, [5_000, 5_100, 5_200]);
  await advance(10_000);
  ask(2);
  for (const step of [0, 99, 1]) await advance(step);
  assert.deepEqual(had.slice(3), [15_200, 15_300]);
});

test('an aborted signal ends the waiting', async () => {
  const controller = new AbortController();
  const pace = createPace(0.001, () => 0);
  await pace(controller.signal);
  const turn = pace(controller.signal);
  controller.abort();
  await turn;
  await pace(controller.signal);
});
