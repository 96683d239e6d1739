import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { createInStep } from '../../src/async/in-step.ts';

test('all steps are taken at the end of the turn, in the order in which they were handed in', async () => {
  const { atTurnEnd } = createInStep();
  const taken: string[] = [];
  atTurnEnd(() => taken.push('first'));
  await Promise.resolve();
  atTurnEnd(() => taken.push('second'));
  assert.deepEqual(taken, []);
  await nextTurn();
  assert.deepEqual(taken, ['first', 'second']);
});

test('tasks that continue together run step by step, one after the other', async () => {
  const { atTurnEnd } = createInStep();
  const steps: string[] = [];
  const walk = async (name: string): Promise<void> => {
    await new Promise<void>(atTurnEnd);
    steps.push(`${name} reads`);
    await undefined;
    steps.push(`${name} judges`);
  };
  await Promise.all([walk('one'), walk('two')]);
  assert.deepEqual(steps, ['one reads', 'two reads', 'one judges', 'two judges']);
});

test('a step that is handed in while others are taken is taken at the end of the next turn', async () => {
  const { atTurnEnd } = createInStep();
  const taken: string[] = [];
  atTurnEnd(() => atTurnEnd(() => taken.push('later')));
  await nextTurn();
  assert.deepEqual(taken, []);
  await nextTurn();
  assert.deepEqual(taken, ['later']);
});

test('two runs do not touch each other', async () => {
  const one = createInStep();
  const two = createInStep();
  const taken: string[] = [];
  one.atTurnEnd(() => taken.push('one'));
  two.atTurnEnd(() => taken.push('two'));
  await nextTurn();
  assert.deepEqual(taken, ['one', 'two']);
});

test('values that come soon after each other are answered together, each with its own answer', async () => {
  const gathered: (readonly number[])[] = [];
  const square = createInStep().together(
    (values: readonly number[]) => {
      gathered.push(values);
      return values.map((value) => value * value);
    },
    { maxTogether: 32, maxWaitMs: 50 },
  );
  const first = square(1);
  await nextTurn();
  assert.deepEqual(await Promise.all([first, square(2), square(3)]), [1, 4, 9]);
  assert.equal(await square(4), 16);
  assert.deepEqual(gathered, [[1, 2, 3], [4]]);
});

test('as many values as may be answered together wait no longer', async () => {
  const sizes: number[] = [];
  const anHourMs = 3_600_000;
  const same = createInStep().together(
    (values: readonly number[]) => {
      sizes.push(values.length);
      return values;
    },
    { maxTogether: 32, maxWaitMs: anHourMs },
  );
  const values = Array.from({ length: 96 }, (_, index) => index);
  assert.deepEqual(await Promise.all(values.map(same)), values);
  assert.deepEqual(sizes, [32, 32, 32]);
});

test('an error while values are answered reaches all of them', async () => {
  const breaks = createInStep().together(
    (): readonly number[] => {
      throw new Error('planted');
    },
    { maxTogether: 2, maxWaitMs: 50 },
  );
  const outcomes = await Promise.allSettled([1, 2].map(breaks));
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason)),
    ['Error: planted', 'Error: planted'],
  );
});
