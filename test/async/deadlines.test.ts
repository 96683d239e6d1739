import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';

import { createDeadlines } from '../../src/async/deadlines.ts';

/** Work that ends when its signal is aborted, and says why that was. */
const reasonOf = ({ signal }: { readonly signal: AbortSignal }): Promise<string> =>
  new Promise((resolve) => {
    const tell = (): void => resolve((signal.reason as Error).name);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell);
  });

test('the signal is aborted with a TimeoutError once the time is up, and not before', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { within } = createDeadlines(new AbortController().signal);
  let reason: string | undefined;
  const work = within(100, reasonOf).then((name) => {
    reason = name;
  });
  t.mock.timers.tick(99);
  await nextTurn();
  assert.equal(reason, undefined);
  t.mock.timers.tick(1);
  await work;
  assert.equal(reason, 'TimeoutError');
});

test('work knows its time, and its result or its error reaches the caller', async () => {
  const { within } = createDeadlines(new AbortController().signal);
  assert.equal(await within(100, async ({ timeoutMs }) => timeoutMs), 100);
  const broken = within(100, async () => {
    throw new Error('broken');
  });
  await assert.rejects(broken, /broken/);
});

test('work that has ended in time is not aborted later', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { within, stop } = createDeadlines(new AbortController().signal);
  const signal = await within(100, async (budget) => budget.signal);
  t.mock.timers.tick(1_000);
  stop();
  assert.equal(signal.aborted, false);
});

test('the end of the run aborts what is under way with an AbortError, and what begins later', async () => {
  const run = new AbortController();
  const { within } = createDeadlines(run.signal);
  const underWay = within(3_600_000, reasonOf);
  run.abort();
  assert.equal(await underWay, 'AbortError');
  assert.equal(await within(3_600_000, reasonOf), 'AbortError');
});

test('stop ends the run as its signal does', async () => {
  const { within, pause, stop } = createDeadlines(new AbortController().signal);
  const underWay = within(3_600_000, reasonOf);
  stop();
  assert.equal(await underWay, 'AbortError');
  await pause(3_600_000);
});

test('a pause ends with its time, or with the run', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const run = new AbortController();
  const { pause } = createDeadlines(run.signal);
  let isOver = false;
  const pausing = pause(100).then(() => {
    isOver = true;
  });
  t.mock.timers.tick(99);
  await nextTurn();
  assert.equal(isOver, false);
  t.mock.timers.tick(1);
  await pausing;
  const interrupted = pause(100);
  run.abort();
  await interrupted;
});

test('time in which this process stood still is given back before work is aborted', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let attentiveMs = 0;
  const { within } = createDeadlines(new AbortController().signal, { nowMs: () => attentiveMs });
  let reason: string | undefined;
  const work = within(1_000, reasonOf).then((name) => {
    reason = name;
  });
  attentiveMs = 300;
  t.mock.timers.tick(1_000);
  await nextTurn();
  assert.equal(reason, undefined, '700 ms are left');
  attentiveMs = 1_000;
  t.mock.timers.tick(700);
  await work;
  assert.equal(reason, 'TimeoutError');
});

test('time in which work waits for something of ours is given back, however long that is', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let attentiveMs = 0;
  const { within } = createDeadlines(new AbortController().signal, { nowMs: () => attentiveMs });
  const pass = async (ms: number): Promise<void> => {
    attentiveMs += ms;
    t.mock.timers.tick(ms);
    await nextTurn();
  };
  let reason: string | undefined;
  let hold = (): (() => void) => assert.fail('the work has not begun');
  const work = within(1_000, (budget) => {
    if (budget.hold !== undefined) hold = budget.hold;
    return reasonOf(budget);
  }).then((name) => {
    reason = name;
  });
  await pass(400);
  const letGo = [hold(), hold()];
  await pass(5_000);
  letGo[0]?.();
  letGo[0]?.();
  await pass(5_000);
  assert.equal(reason, undefined, 'one holds still');
  letGo[1]?.();
  for (let waited = 0; waited < 500; waited += 100) await pass(100);
  assert.equal(reason, undefined, '100 ms are left');
  for (let waited = 0; waited < 200; waited += 50) await pass(50);
  await work;
  assert.equal(reason, 'TimeoutError');
});
