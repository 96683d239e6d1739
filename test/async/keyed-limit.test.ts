import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createKeyedLimit, type KeyedLimit } from '../../src/async/keyed-limit.ts';

/** Starts a task that runs until what this returns is called. */
function startTask(limit: KeyedLimit, key: string, onStart = (): void => undefined): () => void {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  void limit.run(key, () => {
    onStart();
    return ended;
  });
  return end;
}

test('at most as many tasks of one key as allowed run at once, others wait their turn, and other keys do not wait for them', async () => {
  const limit = createKeyedLimit(() => 2);
  const started: string[] = [];
  const start = (key: string, name: string): (() => void) => startTask(limit, key, () => started.push(name));
  const endFirst = start('10.0.0.1', 'first');
  assert.equal(limit.isFull('10.0.0.1'), false);
  const endSecond = start('10.0.0.1', 'second');
  assert.equal(limit.isFull('10.0.0.1'), true);
  start('10.0.0.1', 'third');
  start('10.0.0.1', 'fourth');
  assert.equal(limit.isFull('10.0.0.2'), false);
  start('10.0.0.2', 'elsewhere');
  await nextTurn();
  assert.deepEqual(started, ['first', 'second', 'elsewhere']);
  endFirst();
  await nextTurn();
  assert.deepEqual(started.slice(3), ['third']);
  endSecond();
  await nextTurn();
  assert.deepEqual(started.slice(3), ['third', 'fourth']);
});

test('when all tasks of a key have ended, as many may run as at first', async () => {
  const limit = createKeyedLimit(() => 1);
  for (let round = 0; round < 3; round += 1) {
    assert.equal(limit.isFull('key'), false);
    const end = startTask(limit, 'key');
    assert.equal(limit.isFull('key'), true);
    end();
    await nextTurn();
  }
});

test('a task that fails rejects for its caller and makes room', async () => {
  const limit = createKeyedLimit(() => 1);
  await assert.rejects(
    limit.run('key', async () => {
      throw new Error('broken');
    }),
    /broken/,
  );
  assert.equal(limit.isFull('key'), false);
  assert.equal(await limit.run('key', async () => 'next'), 'next');
});

test('each key may have a limit of its own, and none at all', async () => {
  const limit = createKeyedLimit((key) => (key === 'free' ? Number.POSITIVE_INFINITY : 1));
  let running = 0;
  for (let count = 0; count < 1_000; count += 1) {
    startTask(limit, 'free', () => {
      running += 1;
    });
  }
  assert.equal(limit.isFull('free'), false);
  await nextTurn();
  assert.equal(running, 1_000);
  startTask(limit, 'narrow');
  assert.equal(limit.isFull('narrow'), true);
});
