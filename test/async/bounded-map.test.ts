import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createBoundedMap } from '../../src/async/bounded-map.ts';

test('as many entries as the bound are kept, and one more displaces the one added first', () => {
  const map = createBoundedMap<number>(2);
  map.set('one', 1);
  map.set('two', 2);
  assert.deepEqual([map.get('one'), map.get('two'), map.size()], [1, 2, 2]);
  map.set('three', 3);
  assert.deepEqual([map.get('one'), map.get('two'), map.get('three'), map.size()], [undefined, 2, 3, 2]);
});

test('a new value for a known key displaces no other entry', () => {
  const map = createBoundedMap<number>(2);
  map.set('one', 1);
  map.set('two', 2);
  map.set('one', 10);
  assert.deepEqual([map.get('one'), map.get('two')], [10, 2]);
});

test('a value is made once, and again after it was displaced or deleted', () => {
  const map = createBoundedMap<number>(1);
  let made = 0;
  const make = (): number => {
    made += 1;
    return made;
  };
  assert.equal(map.getOrMake('key', make), 1);
  assert.equal(map.getOrMake('key', make), 1);
  assert.equal(map.getOrMake('other', make), 2);
  assert.equal(map.getOrMake('key', make), 3);
  map.delete('key');
  assert.equal(map.getOrMake('key', make), 4);
});

test('an error while a value is made keeps nothing', () => {
  const map = createBoundedMap<number>(1);
  const fail = (): number => {
    throw new Error('broken');
  };
  assert.throws(() => map.getOrMake('key', fail), /broken/);
  assert.equal(map.size(), 0);
});

test('the oldest entry can be removed, and an empty map has none', () => {
  const map = createBoundedMap<string, number>(3);
  map.set(1, 'first');
  map.set(2, 'second');
  assert.equal(map.deleteOldest(), 'first');
  assert.equal(map.deleteOldest(), 'second');
  assert.equal(map.deleteOldest(), undefined);
  map.set(3, 'third');
  assert.equal(map.deleteOldest(), 'third');
});

test('many times as many entries as the bound leave the latest ones', () => {
  const map = createBoundedMap<number, number>(100);
  for (let key = 0; key < 10_000; key += 1) {
    map.set(key, key);
    if (key % 3 === 0) map.delete(key - 1);
    assert.ok(map.size() <= 100);
    assert.equal(map.get(key), key);
  }
  assert.equal(map.get(9_899), undefined);
  assert.deepEqual([map.get(9_997), map.get(9_998), map.get(9_999)], [9_997, undefined, 9_999]);
});
