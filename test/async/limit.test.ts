import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createLimit, type FreeSlot } from '../../src/async/limit.ts';

/** Tasks that run until they are ended by name. */
function createTasks(atOnce: number) {
  const limit = createLimit(atOnce);
  const running = new Map<
    string,
    { readonly freeSlot: FreeSlot; readonly end: () => void; readonly fail: () => void }
  >();
  const start = (name: string): Promise<string> =>
    limit(async (freeSlot) => {
      try {
        await new Promise<void>((end, reject) => {
          running.set(name, { freeSlot, end, fail: () => reject(new Error(`${name} failed`)) });
        });
        return name;
      } finally {
        running.delete(name);
      }
    });
  return { start, running, names: () => [...running.keys()] };
}

test('at most as many tasks as allowed run at once, and the next one starts when one ends, in order', async () => {
  const { start, running, names } = createTasks(2);
  const results = ['one', 'two', 'three', 'four'].map(start);
  await nextTurn();
  assert.deepEqual(names(), ['one', 'two']);
  running.get('two')?.end();
  await nextTurn();
  assert.deepEqual(names(), ['one', 'three']);
  running.get('one')?.end();
  running.get('three')?.end();
  await nextTurn();
  running.get('four')?.end();
  assert.deepEqual(await Promise.all(results), ['one', 'two', 'three', 'four']);
});

test('a task that fails rejects for its caller alone and makes room', async () => {
  const { start, running, names } = createTasks(1);
  const failing = assert.rejects(start('one'), /one failed/);
  const next = start('two');
  await nextTurn();
  running.get('one')?.fail();
  await failing;
  await nextTurn();
  assert.deepEqual(names(), ['two']);
  running.get('two')?.end();
  assert.equal(await next, 'two');
});

test('a task that throws before it waits makes room too', async () => {
  const limit = createLimit(1);
  const failing = limit(() => {
    throw new Error('at once');
  });
  await assert.rejects(failing, /at once/);
  assert.equal(await limit(async () => 'next'), 'next');
});

test('a task that frees its slot lets one more start, once, and takes that back when it ends', async () => {
  const { start, running, names } = createTasks(1);
  const results = ['slow', 'two', 'three', 'four'].map(start);
  await nextTurn();
  running.get('slow')?.freeSlot();
  running.get('slow')?.freeSlot();
  await nextTurn();
  assert.deepEqual(names(), ['slow', 'two']);
  running.get('slow')?.end();
  await nextTurn();
  assert.deepEqual(names(), ['two']);
  running.get('two')?.end();
  await nextTurn();
  assert.deepEqual(names(), ['three']);
  running.get('three')?.end();
  await nextTurn();
  running.get('four')?.end();
  assert.deepEqual(await Promise.all(results), ['slow', 'two', 'three', 'four']);
});

test('a slot that is freed after its task has ended changes nothing', async () => {
  const { start, running, names } = createTasks(1);
  const first = start('one');
  await nextTurn();
  const { freeSlot, end } = running.get('one') ?? assert.fail('the task does not run');
  end();
  await first;
  freeSlot();
  void start('two');
  void start('three');
  await nextTurn();
  assert.deepEqual(names(), ['two']);
});
