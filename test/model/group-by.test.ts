import assert from 'node:assert/strict';
import { test } from 'node:test';

import { groupBy } from '../../src/model/group-by.ts';

test('groups stand in the order of their first items, and items in their own', () => {
  const groups = groupBy(['b1', 'a1', 'b2'], (item) => item.charAt(0));
  assert.deepEqual(
    [...groups],
    [
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ],
  );
});

test('nothing gives no group', () => {
  assert.equal(groupBy([], String).size, 0);
});

test('a key may be the name of a property that every object has', () => {
  assert.deepEqual(groupBy(['x'], () => '__proto__').get('__proto__'), ['x']);
});
