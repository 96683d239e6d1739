import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { createOutbox, listNotifications, resendNotifications } from '../../../src/history/outbox.ts';
import type { Notification } from '../../../src/model/notification.ts';
import { type Delivery, retryDelayMs, type Sender } from '../../../src/service/notify/delivery.ts';
import { createDispatcher } from '../../../src/service/notify/dispatcher.ts';
import { historyFor } from '../../history/runs.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import { change, notification } from './notifications.ts';

/** A dispatcher on a history and a clock of its own. */
function open(context: TestContext, start = '2027-02-01T03:00:00.000Z') {
  const { database } = historyFor(context);
  const clock = createSimulatedClock(start);
  const outbox = createOutbox(database);
  const lines: string[] = [];
  const dispatcher = createDispatcher({ outbox, clock, log: (text) => void lines.push(text) });
  /** Queues the number-th notification of a channel. */
  const add = (channel: string, run: number): Notification => {
    const queued = notification([change('a')], { channel, run, at: clock.now() });
    outbox.add(queued);
    return queued;
  };
  const statuses = (channel: string) =>
    listNotifications(database, { channel, limit: 2_000 })
      .map(({ status }) => status)
      .reverse();
  return { database, clock, outbox, dispatcher, lines, add, statuses };
}

/** Answers one after the other; the last one for ever. */
function answering(...answers: readonly Delivery[]) {
  const runs: (number | null)[] = [];
  const sender: Sender = {
    send: async ({ run }) => {
      runs.push(run);
      return answers[Math.min(runs.length, answers.length) - 1] ?? { kind: 'delivered' };
    },
  };
  return { sender, runs };
}

const down: Delivery = { kind: 'failed', error: 'it is down' };
const delivered: Delivery = { kind: 'delivered' };

test('what fails is tried again, in its order, until it is delivered', async (context) => {
  const { clock, dispatcher, add, statuses, outbox } = open(context);
  const peer = answering(down, down, delivered);
  add('ops', 1);
  add('ops', 2);
  dispatcher.set(new Map([['ops', peer.sender]]));
  await clock.advanceTo('2027-02-01T03:00:10.000Z');
  assert.deepEqual([peer.runs, outbox.health()[0]?.failingSince], [[1], '2027-02-01T03:00:00.000Z']);
  await clock.advanceTo('2027-02-01T03:10:00.000Z');
  assert.deepEqual(peer.runs, [1, 1, 1, 2]);
  assert.deepEqual(statuses('ops'), ['delivered', 'delivered']);
  assert.equal(outbox.health()[0]?.failingSince, null);
  await dispatcher.stop();
});

test('a channel that fails, or hangs, delays no other', async (context) => {
  const { clock, dispatcher, add, statuses } = open(context);
  const works = answering(delivered);
  const hangs: Sender = {
    send: (_notification, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'failed', error: 'cut off' }))),
  };
  for (const channel of ['hangs', 'fails', 'works']) add(channel, 1);
  dispatcher.set(
    new Map([
      ['hangs', hangs],
      ['fails', answering(down).sender],
      ['works', works.sender],
    ]),
  );
  await clock.advanceTo('2027-02-01T03:00:01.000Z');
  assert.deepEqual(['hangs', 'fails', 'works'].map(statuses), [['pending'], ['pending'], ['delivered']]);
  await dispatcher.stop();
  // Cut off is no failure: it is delivered after the next start.
  assert.deepEqual(statuses('hangs'), ['pending']);
});

test('what is refused is given up at once, shown, and does not hold up the next; it can be sent again', async (context) => {
  const { clock, database, dispatcher, add, statuses, lines } = open(context);
  const peer = answering({ kind: 'refused', error: 'answered with status 404' }, delivered);
  add('ops', 1);
  add('ops', 2);
  dispatcher.set(new Map([['ops', peer.sender]]));
  await clock.advanceTo('2027-02-01T03:00:01.000Z');
  assert.deepEqual(statuses('ops'), ['dead', 'delivered']);
  assert.equal(listNotifications(database, { status: 'dead', limit: 9 })[0]?.error, 'answered with status 404');
  assert.match(
    lines[0] ?? '',
    /^ops: notification 1 was not delivered \(attempt 1\): answered with status 404; it was given up/,
  );
  assert.equal(resendNotifications(database, 2, clock.now()), 0);
  assert.equal(resendNotifications(database, 1, clock.now()), 1);
  dispatcher.wake();
  await clock.advanceTo('2027-02-01T03:00:02.000Z');
  assert.deepEqual(
    [statuses('ops'), peer.runs],
    [
      ['delivered', 'delivered'],
      [1, 2, 1],
    ],
  );
  await dispatcher.stop();
});

test('Retry-After is waited for, and after three days a notification is given up', async (context) => {
  const { clock, dispatcher, add, statuses } = open(context);
  const busy = answering({ ...down, retryAfterMs: 7_200_000 });
  const dead = answering(down);
  add('busy', 1);
  add('dead', 1);
  dispatcher.set(
    new Map([
      ['busy', busy.sender],
      ['dead', dead.sender],
    ]),
  );
  await clock.advanceTo('2027-02-01T09:00:00.000Z');
  assert.equal(busy.runs.length, 4);
  await clock.advanceTo('2027-02-03T23:00:00.000Z');
  assert.deepEqual(statuses('dead'), ['pending']);
  await clock.advanceTo('2027-02-04T04:00:00.000Z');
  assert.deepEqual([statuses('busy'), statuses('dead')], [['dead'], ['dead']]);
  // Never more often than once in half of the longest wait, after the first hour.
  assert.ok(dead.runs.length < 160, `${dead.runs.length} attempts`);
  await dispatcher.stop();
});

test('a receiver that asks for years has nothing given up after one attempt', async (context) => {
  const { clock, dispatcher, add, statuses } = open(context);
  const peer = answering({ ...down, retryAfterMs: 10 ** 12 }, delivered);
  add('ops', 1);
  dispatcher.set(new Map([['ops', peer.sender]]));
  await clock.advanceTo('2027-02-01T10:00:00.000Z');
  assert.deepEqual([statuses('ops'), peer.runs], [['delivered'], [1, 1]]);
  await dispatcher.stop();
});

test('what was queued, or put off, by a clock that was years ahead holds up nothing', async (context) => {
  const { database, clock, outbox, dispatcher, add, statuses } = open(context);
  outbox.add(notification([change('a')], { channel: 'ops', run: 1, at: new Date('2032-01-01T00:00:00.000Z') }));
  add('ops', 2);
  const late = notification([change('a')], { channel: 'late', run: 1, at: clock.now() });
  outbox.add(late);
  const [entry] = listNotifications(database, { channel: 'late', limit: 1 });
  assert.ok(entry);
  outbox.noteFailed(entry, { at: clock.now(), error: 'it is down', nextAt: new Date('2032-01-01T00:00:00.000Z') });
  const peer = answering(delivered);
  dispatcher.set(
    new Map([
      ['ops', peer.sender],
      ['late', peer.sender],
    ]),
  );
  await clock.advanceTo('2027-02-01T03:00:01.000Z');
  assert.deepEqual([statuses('ops'), statuses('late')], [['delivered', 'delivered'], ['delivered']]);
  await dispatcher.stop();
});

test('what was sent when the process was killed is sent again after the start, with the same id', async (context) => {
  const { clock, dispatcher, outbox, add } = open(context);
  const ids: string[] = [];
  const killed: Sender = {
    send: ({ id }) => {
      ids.push(id);
      return new Promise(() => undefined);
    },
  };
  const works: Sender = {
    send: async (sent) => {
      ids.push(sent.id);
      return delivered;
    },
  };
  const { id } = add('ops', 1);
  dispatcher.set(new Map([['ops', killed]]));
  const again = createDispatcher({ outbox, clock, log: () => undefined });
  again.set(new Map([['ops', works]]));
  await clock.advanceTo('2027-02-01T03:00:01.000Z');
  assert.deepEqual(ids, [id, id]);
  assert.equal(outbox.next('ops'), undefined);
});

test('the same notification is queued once, and what waits is bounded: the oldest are given up', async (context) => {
  const { outbox, add, statuses } = open(context);
  outbox.add(add('ops', 0));
  assert.equal(statuses('ops').length, 1);
  for (let run = 1; run <= 1_004; run += 1) add('ops', run);
  const all = statuses('ops');
  assert.deepEqual(all.slice(0, 6), ['dead', 'dead', 'dead', 'dead', 'dead', 'pending']);
  assert.equal(all.filter((status) => status === 'pending').length, 1_000);
});

test('a channel that is removed: what is under way is cut off, and what waits is given up', async (context) => {
  const { clock, dispatcher, outbox, add, statuses } = open(context);
  let isCutOff = false;
  const hangs: Sender = {
    send: (_notification, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          isCutOff = true;
          resolve(down);
        }),
      ),
  };
  add('old', 1);
  dispatcher.set(new Map([['old', hangs]]));
  dispatcher.set(new Map());
  assert.deepEqual(outbox.keepChannels(['new'], clock.now()), [{ channel: 'old', count: 1 }]);
  await clock.advanceTo('2027-02-01T05:00:00.000Z');
  assert.deepEqual([isCutOff, statuses('old')], [true, ['dead']]);
  await dispatcher.stop();
});

test('delays double, are half random, end at an hour, and are never shorter than what the receiver asks for', () => {
  const delays = [1, 2, 3, 8, 9, 100].map((attempts) => retryDelayMs({ attempts }, 0) / 1_000);
  assert.deepEqual(delays, [15, 30, 60, 1_800, 1_800, 1_800]);
  assert.equal(retryDelayMs({ attempts: 1 }, 0.999), 29_985);
  assert.equal(retryDelayMs({ attempts: 1, retryAfterMs: 90_000 }, 0), 90_000);
  assert.equal(retryDelayMs({ attempts: 1, retryAfterMs: 10 ** 12 }, 0), 6 * 3_600_000);
});
