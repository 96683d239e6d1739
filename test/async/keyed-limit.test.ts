import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createKeyedLimit } from '../../src/async/keyed-limit.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many enter under one key, others wait their turn, and other keys do not wait for them', async () => {
  const limit = createKeyedLimit(() => 2);
  assert.equal(limit.enter('10.0.0.1'), undefined);
  assert.equal(limit.enter('10.0.0.1'), undefined);
  const entered: number[] = [];
  limit.enter('10.0.0.1')?.then(() => entered.push(3));
  limit.enter('10.0.0.1')?.then(() => entered.push(4));
  assert.equal(limit.enter('10.0.0.2'), undefined);
  await settle();
  assert.deepEqual(entered, []);
  limit.leave('10.0.0.1');
  await settle();
  assert.deepEqual(entered, [3]);
  limit.leave('10.0.0.1');
  await settle();
  assert.deepEqual(entered, [3, 4]);
});

test('when all have left, as many may enter as at first', () => {
  const limit = createKeyedLimit(() => 1);
  for (let round = 0; round < 3; round += 1) {
    assert.equal(limit.enter('key'), undefined);
    limit.leave('key');
  }
});

test('each key may have a limit of its own, and none at all', () => {
  const limit = createKeyedLimit((key) => (key === 'free' ? Number.POSITIVE_INFINITY : 1));
  for (let count = 0; count < 1_000; count += 1) assert.equal(limit.enter('free'), undefined);
  assert.equal(limit.enter('narrow'), undefined);
  assert.notEqual(limit.enter('narrow'), undefined);
});
