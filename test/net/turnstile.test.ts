import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTurnstile } from '../../src/net/turnstile.ts';

test('lets only so many through at once, all in the end, and goes on after one that fails', async () => {
  const turnstile = createTurnstile(2);
  const open: ((fails: boolean) => void)[] = [];
  const entered: number[] = [];
  const visit = (number: number): Promise<number> =>
    turnstile(
      () =>
        new Promise((leave, fail) => {
          entered.push(number);
          open.push((fails) => (fails ? fail(new Error('stumbled')) : leave(number)));
        }),
    );
  const visits = Promise.allSettled([1, 2, 3, 4, 5].map(visit));
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await settle();
  assert.deepEqual(entered, [1, 2]);
  open[0]?.(true);
  await settle();
  assert.deepEqual(entered, [1, 2, 3]);
  for (let index = 1; index < 5; index += 1) {
    open[index]?.(false);
    await settle();
  }
  assert.deepEqual(
    (await visits).map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
  );
});
