import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createWakeUp } from '../../src/async/wake-up.ts';

test('what is true already is not waited for', async () => {
  await createWakeUp().until(() => true);
});

test('a sleeper looks after each wake, and sleeps on while it is not true', async () => {
  const { wake, until } = createWakeUp();
  let looks = 0;
  let isTrue = false;
  let isAwake = false;
  const sleeping = until(() => {
    looks += 1;
    return isTrue;
  }).then(() => {
    isAwake = true;
  });
  await nextTurn();
  assert.deepEqual([looks, isAwake], [1, false]);
  wake();
  await nextTurn();
  assert.deepEqual([looks, isAwake], [2, false]);
  isTrue = true;
  wake();
  await sleeping;
  assert.equal(looks, 3);
});

test('one wake reaches all sleepers', async () => {
  const { wake, until } = createWakeUp();
  let isTrue = false;
  const sleepers = Promise.all([until(() => isTrue), until(() => isTrue)]);
  isTrue = true;
  wake();
  await sleepers;
});
