import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { sleep } from '../../src/async/sleep.ts';

test('it ends with its time and not before', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let isAwake = false;
  void sleep(100, new AbortController().signal).then(() => {
    isAwake = true;
  });
  t.mock.timers.tick(99);
  await nextTurn();
  assert.equal(isAwake, false);
  t.mock.timers.tick(1);
  await nextTurn();
  assert.equal(isAwake, true);
});

test('an aborted signal ends it, whether aborted before or meanwhile', async () => {
  const controller = new AbortController();
  const sleeping = sleep(3_600_000, controller.signal);
  controller.abort();
  await sleeping;
  await sleep(3_600_000, controller.signal);
});
