import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { atTurnEnd } from '../../src/async/in-step.ts';

test('all who wait are woken at the end of the turn, in the order in which they began to wait', async () => {
  const woken: string[] = [];
  atTurnEnd(() => woken.push('first'));
  await Promise.resolve();
  atTurnEnd(() => woken.push('second'));
  assert.deepEqual(woken, []);
  await nextTurn();
  assert.deepEqual(woken, ['first', 'second']);
});

test('what the woken go on to do runs step by step, one after the other', async () => {
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

test('who begins to wait while others are woken is woken at the end of the next turn', async () => {
  const woken: string[] = [];
  atTurnEnd(() => atTurnEnd(() => woken.push('later')));
  await nextTurn();
  assert.deepEqual(woken, []);
  await nextTurn();
  assert.deepEqual(woken, ['later']);
});
