import assert from 'node:assert/strict';
import { test } from 'node:test';

import { gatherTurn } from '../../src/audit/gather-turn.ts';

test('what comes in one turn is answered together, each with its own answer', async () => {
  const gathered: (readonly number[])[] = [];
  const square = gatherTurn((values: readonly number[]) => {
    gathered.push(values);
    return values.map((value) => value * value);
  }, 32);
  assert.deepEqual(await Promise.all([1, 2, 3].map(square)), [1, 4, 9]);
  assert.equal(await square(4), 16);
  assert.deepEqual(gathered, [[1, 2, 3], [4]]);
});

test('a crowd is answered in parts, a turn for each', async () => {
  const sizes: number[] = [];
  const same = gatherTurn((values: readonly number[]) => {
    sizes.push(values.length);
    return values;
  }, 32);
  const crowd = Array.from({ length: 100 }, (_, index) => index);
  assert.deepEqual(await Promise.all(crowd.map(same)), crowd);
  assert.deepEqual(sizes, [32, 32, 32, 4]);
});

test('where answering breaks, all who were asked together are told', async () => {
  const breaks = gatherTurn((): readonly number[] => {
    throw new Error('planted');
  }, 32);
  const outcomes = await Promise.allSettled([1, 2].map(breaks));
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason)),
    ['Error: planted', 'Error: planted'],
  );
});
