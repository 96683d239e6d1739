import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createSlowWatch } from '../../src/scan/slow-watch.ts';

/** A threshold of 100 ms, and a clock that stands until it is moved. */
function setUp(maxSlow: number) {
  const clock = { ms: 0 };
  const watch = createSlowWatch({ maxSlow, thresholdMs: () => 100, nowMs: () => clock.ms });
  const freed: string[] = [];
  const start = (name: string): (() => Promise<void>) => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const watched = watch.watch(
      () => freed.push(name),
      () => ended,
    );
    return () => {
      end();
      return watched;
    };
  };
  return { clock, watch, freed, start };
}

test('tasks are slow from the threshold on, oldest first, and each is found once', () => {
  const { clock, watch, freed, start } = setUp(3);
  start('one');
  clock.ms = 10;
  start('two');
  clock.ms = 50;
  start('three');
  clock.ms = 99;
  assert.equal(watch.look(), false);
  clock.ms = 110;
  assert.equal(watch.look(), true);
  assert.deepEqual(freed, ['one', 'two']);
  assert.equal(watch.slowCount(), 2);
  assert.equal(watch.look(), false);
});

test('at most as many as allowed are slow; beyond that they keep their slots until a slow one ends', async () => {
  const { clock, watch, freed, start } = setUp(1);
  const endOne = start('one');
  start('two');
  clock.ms = 1_000;
  assert.equal(watch.look(), true);
  assert.equal(watch.look(), false);
  assert.deepEqual(freed, ['one']);
  await endOne();
  assert.equal(watch.slowCount(), 0);
  assert.equal(watch.look(), true);
  assert.deepEqual(freed, ['one', 'two']);
});

test('no task is slow if none may be', () => {
  const { clock, watch, freed, start } = setUp(0);
  start('one');
  clock.ms = 1_000;
  assert.equal(watch.look(), false);
  assert.deepEqual(freed, []);
});

test('a task that ends in time or fails is watched no longer, and its outcome reaches the caller', async () => {
  const { clock, watch, freed } = setUp(1);
  const free = (): void => void freed.push('freed');
  assert.equal(await watch.watch(free, async () => 'value'), 'value');
  await assert.rejects(
    watch.watch(free, async () => {
      throw new Error('broken');
    }),
    /broken/,
  );
  clock.ms = 1_000;
  assert.equal(watch.look(), false);
  assert.equal(watch.slowCount(), 0);
  await nextTurn();
  assert.deepEqual(freed, []);
});
