import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPatientLine } from '../../src/net/patient-line.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('only so many are asked at once, and each gets its own answer', async () => {
  const line = createPatientLine(2, 60_000);
  let running = 0;
  let most = 0;
  const ask = async (number: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    return number;
  };
  const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => line(() => ask(number))));
  assert.deepEqual(answers, [1, 2, 3, 4, 5]);
  assert.equal(most, 2);
});

test('those who wait too long for an answer no longer count, and still get it', async () => {
  const line = createPatientLine(1, 1);
  let answer = (_: string): void => undefined;
  const late = line(
    () =>
      new Promise<string>((resolve) => {
        answer = resolve;
      }),
  );
  assert.equal(await line(async () => 'quick'), 'quick');
  answer('late');
  assert.equal(await late, 'late');
});

test('a failure reaches its asker and lets the next one in', async () => {
  const line = createPatientLine(1, 60_000);
  const failing = line(() => Promise.reject(new Error('broken')));
  const next = line(async () => 'next');
  await assert.rejects(failing, /broken/);
  assert.equal(await next, 'next');
});
