import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createTickingClock } from '../../src/async/ticking-clock.ts';

test('while work is under way all time counts, but that of a standstill', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let ms = 0;
  const clock = createTickingClock(() => ms);
  const pass = (milliseconds: number): void => {
    ms += milliseconds;
    t.mock.timers.tick(milliseconds);
  };
  const ends: (() => void)[] = [];
  const works = [1, 2].map(() => clock.during(() => new Promise<void>((resolve) => ends.push(resolve))));
  for (let passed = 0; passed < 1_000; passed += 25) pass(25);
  assert.equal(clock.nowMs(), 1_000);
  ms += 10_000;
  assert.equal(clock.nowMs(), 1_050);
  ends[0]?.();
  await works[0];
  for (let passed = 0; passed < 1_000; passed += 25) pass(25);
  assert.equal(clock.nowMs(), 2_050, 'it ticks for the other work');
  ends[1]?.();
  await works[1];
  for (let passed = 0; passed < 1_000; passed += 25) pass(25);
  assert.equal(clock.nowMs(), 2_100, 'it does not tick without work');
});

test('the result of the work or its error reaches the caller, and an error stops the ticks too', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let asked = 0;
  const clock = createTickingClock(() => {
    asked += 1;
    return 0;
  });
  assert.equal(await clock.during(async () => 7), 7);
  const broken = clock.during(async () => {
    throw new Error('broken');
  });
  await assert.rejects(broken, /broken/);
  await nextTurn();
  asked = 0;
  t.mock.timers.tick(1_000);
  assert.equal(asked, 0);
});
