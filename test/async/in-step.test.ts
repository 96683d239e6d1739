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
