import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { listNotifications } from '../../src/history/outbox.ts';
import { readDueTimes } from '../../src/service/schedule/due-times.ts';
import { historyFor } from '../history/runs.ts';
import { isBadOn } from './endpoints-on.ts';

const program = fileURLToPath(new URL('year-of-runs.js', import.meta.url));
const [from, until] = ['2027-01-01T00:00:30.000Z', '2028-01-01T00:00:30.000Z'];

/** Every due time of the year. */
function dueTimes(cron: string, timeZone: string): readonly string[] {
  const due = readDueTimes(cron, timeZone);
  assert.ok(due.ok);
  const times: string[] = [];
  for (let at = due.value.next(new Date(from)); at !== undefined && at < new Date(until); at = due.value.next(at))
    times.push(at.toISOString());
  return times;
}

/** Numbers that are the same in every run of the test. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test('a year with daylight saving, killed at random moments: no run is lost, none is made twice, no notification is lost or doubled, and the file is whole', async (context) => {
  const { database, path } = historyFor(context);
  const receivedPath = join(dirname(path), 'received.ndjson');
  const dice = createDice(7);
  let at = from;
  let kills = 0;
  for (let isDone = false; !isDone; ) {
    const child = spawn(process.execPath, [program, path, receivedPath, at, until], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let lines = 0;
    const most = kills < 25 ? 1 + Math.floor(dice() * 700) : Number.POSITIVE_INFINITY;
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      text += data;
      lines += data.split('\n').length - 1;
      // Where it is meanwhile, nobody knows: in a write, between two, or asleep.
      if (lines >= most) child.kill('SIGKILL');
    });
    await ended;
    const whole = text.split('\n').slice(0, -1);
    isDone = whole.includes('done');
    if (!isDone) kills += 1;
    at = whole.filter((line) => line !== 'done').at(-1) ?? at;
    assert.equal(database.prepare('pragma quick_check').get()?.['quick_check'], 'ok');
  }
  assert.ok(kills >= 10, `only ${kills} kills`);
  for (const [name, expected] of [
    ['berlin', dueTimes('30 2 * * *', 'Europe/Berlin')],
    ['utc', dueTimes('0 12 * * *', 'UTC')],
  ] as const) {
    const ended = database.prepare('select due_at, run from occurrence where schedule = ? order by due_at').all(name);
    assert.deepEqual(
      ended.map(({ due_at }) => due_at),
      expected,
    );
    const finished = database
      .prepare('select id from run where series = ? and finished_at is not null order by id')
      .all(name);
    assert.deepEqual(
      finished.map(({ id }) => id),
      ended.map(({ run }) => run),
    );
  }
  const received = readFileSync(receivedPath, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Received);
  // A receiver drops what it has by its id: at least once is all that a sender can promise.
  const distinct = [...new Map(received.map((each) => [each.id, each])).values()];
  assert.ok(received.length > distinct.length, 'nothing came twice');
  for (const [name, times] of [
    ['berlin', dueTimes('30 2 * * *', 'Europe/Berlin')],
    ['utc', dueTimes('0 12 * * *', 'UTC')],
  ] as const)
    assert.deepEqual(
      distinct.filter(({ schedule }) => schedule === name).map(({ kind, changes }) => [kind, ...changes].join(' ')),
      expectedNotifications(times),
    );
  assert.deepEqual(listNotifications(database, { limit: 9, status: 'dead' }), []);
  assert.deepEqual(listNotifications(database, { limit: 9, status: 'pending' }), []);
});

interface Received {
  readonly id: string;
  readonly schedule: string | null;
  readonly kind: string;
  readonly changes: readonly string[];
}

/** What stands at first, then each change of the first endpoint; nothing of the one that often does not answer. */
function expectedNotifications(times: readonly string[]): readonly string[] {
  const bad = times.map((time) => isBadOn(new Date(time)));
  const changes = bad.slice(1).flatMap((isBad, index) => {
    if (isBad === bad[index]) return [];
    return [`changes ${isBad ? 'new' : 'fixed'} name-match/broken`];
  });
  return ['baseline new key-strength/broken new name-match/broken', ...changes];
}
