import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProbeQueue } from '../../../src/service/probe/probe-queue.ts';

const staying = new AbortController().signal;

/** A task that ends when it is told. */
function openTask() {
  let end = (): void => undefined;
  let hasBegun = false;
  const ended = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  const task = (): Promise<string> => {
    hasBegun = true;
    return ended;
  };
  return { task, end: () => end(), hasBegun: () => hasBegun };
}

test('as many run as may, the others wait in the order in which they came, and who finds no room is turned away', async () => {
  const queue = createProbeQueue({ maxRunning: 1, maxWaiting: 2 });
  const [a, b, c, d] = [openTask(), openTask(), openTask(), openTask()];
  const [first, second, third] = [a, b, c].map(({ task }) => queue.run(staying, task));
  assert.equal(await queue.run(staying, d.task), undefined);
  assert.deepEqual(
    [a, b, c, d].map(({ hasBegun }) => hasBegun()),
    [true, false, false, false],
  );
  a.end();
  assert.equal(await first, 'done');
  b.end();
  assert.equal(await second, 'done');
  assert.equal(queue.running(), 1);
  c.end();
  assert.equal(await third, 'done');
  assert.deepEqual([queue.running(), queue.waiting()], [0, 0]);
});

test('who goes away while waiting gives the place to another, and is never served', async () => {
  const queue = createProbeQueue({ maxRunning: 1, maxWaiting: 1 });
  const [a, b, c] = [openTask(), openTask(), openTask()];
  const first = queue.run(staying, a.task);
  const leaving = new AbortController();
  const gone = queue.run(leaving.signal, b.task);
  leaving.abort();
  const last = queue.run(staying, c.task);
  assert.equal(await gone, undefined);
  a.end();
  c.end();
  assert.deepEqual(await Promise.all([first, last]), ['done', 'done']);
  assert.equal(b.hasBegun(), false);
});

test('a task that fails gives its turn on', async () => {
  const queue = createProbeQueue({ maxRunning: 1, maxWaiting: 1 });
  const failing = queue.run(staying, () => Promise.reject(new Error('a bug')));
  const next = queue.run(staying, () => Promise.resolve('done'));
  await assert.rejects(failing, /a bug/);
  assert.equal(await next, 'done');
  assert.equal(queue.running(), 0);
});
