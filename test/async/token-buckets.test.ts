import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTokenBuckets } from '../../src/async/token-buckets.ts';

function bucketsAt(perMinute: number, maxKeys = 10) {
  let now = 0;
  const buckets = createTokenBuckets({ perMinute, maxKeys }, () => now);
  const advance = (ms: number): void => {
    now += ms;
  };
  return { ...buckets, advance };
}

test('a full bucket is spent at once, and fills up evenly within a minute', () => {
  const { take, advance } = bucketsAt(60);
  for (let count = 0; count < 60; count += 1) assert.equal(take('a'), 0);
  assert.equal(take('a'), 1_000);
  advance(500);
  assert.equal(take('a'), 500);
  advance(500);
  assert.equal(take('a'), 0);
  assert.equal(take('a'), 1_000);
});

test('it never holds more than a minute gives', () => {
  const { take, advance } = bucketsAt(2);
  advance(86_400_000);
  assert.deepEqual([take('a'), take('a'), take('a')], [0, 0, 30_000]);
});

test('keys do not share, and looking takes nothing', () => {
  const { take, waitMs } = bucketsAt(1);
  assert.equal(take('a'), 0);
  assert.equal(waitMs('b'), 0);
  assert.equal(waitMs('b'), 0);
  assert.equal(take('b'), 0);
  assert.equal(waitMs('a'), 60_000);
});

test('no more keys are known than the bound: the one that came first begins anew', () => {
  const { take } = bucketsAt(1, 2);
  for (const key of ['a', 'b', 'c']) assert.equal(take(key), 0);
  assert.equal(take('c'), 60_000);
  assert.equal(take('a'), 0);
});
