import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findTrouble, type Watched, type WatchedSchedule } from '../../../src/service/notify/watchdog.ts';
import { readDueTimes } from '../../../src/service/schedule/due-times.ts';

function hourly(more: Partial<WatchedSchedule> = {}): WatchedSchedule {
  const due = readDueTimes('0 * * * *', 'UTC');
  if (!due.ok) throw new Error(due.error);
  return {
    ...{ name: 'contoso', due: due.value, jitterMs: 0, catchesUp: true, lastTookMs: 0, error: null },
    since: new Date('2027-01-01T00:30:00Z'),
    ...{ runningSince: undefined, nextAt: undefined, startsAt: undefined, lastEnded: undefined },
    ...more,
  };
}

function trouble(now: string, schedule: WatchedSchedule, more: Partial<Watched> = {}): readonly string[] {
  return findTrouble({
    ...{ now: new Date(now), startedAt: new Date('2027-01-01T00:30:00Z'), schedules: [schedule], channels: [] },
    ...{
      configurationError: null,
      known: new Set<string>(),
      limits: { behindByMs: 15 * 60_000, failingForMs: 3_600_000 },
    },
    ...more,
  }).map(({ key }) => key);
}

const at = (time: string): Date => new Date(`2027-01-01T${time}:00Z`);
const behind = ['schedule/contoso/behind'];

for (const [name, now, schedule, expected] of [
  [
    'waiting for the next due time',
    '2027-01-01T01:30:00Z',
    hourly({ lastEnded: at('01:00'), nextAt: at('02:00') }),
    [],
  ],
  ['a timer that did not fire, in time', '2027-01-01T02:14:59Z', hourly({ nextAt: at('02:00') }), []],
  ['a timer that did not fire', '2027-01-01T02:15:00Z', hourly({ nextAt: at('02:00') }), behind],
  ['jitter is no delay', '2027-01-01T02:19:00Z', hourly({ nextAt: at('02:00'), jitterMs: 300_000 }), []],
  [
    'a run that goes on, in time',
    '2027-01-01T02:14:59Z',
    hourly({ lastEnded: at('01:00'), runningSince: at('02:00') }),
    [],
  ],
  ['a run that goes on', '2027-01-01T02:15:00Z', hourly({ lastEnded: at('01:00'), runningSince: at('02:00') }), behind],
  [
    'a run that takes as long as the one before',
    '2027-01-01T02:40:00Z',
    hourly({ lastEnded: at('01:00'), runningSince: at('02:00'), lastTookMs: 1_800_000 }),
    [],
  ],
  [
    'a run that was asked for',
    '2027-01-01T01:50:00Z',
    hourly({ lastEnded: at('01:00'), runningSince: at('01:20') }),
    [],
  ],
  ['never due again', '2027-01-01T09:00:00Z', hourly({ lastEnded: at('01:00') }), []],
  ['the first run, that has not ended', '2027-01-01T01:16:00Z', hourly({ runningSince: at('01:00') }), behind],
  [
    'missed while another ran, and not made up for',
    '2027-01-01T03:40:00Z',
    hourly({ catchesUp: false, lastEnded: at('01:00'), nextAt: at('04:00') }),
    [],
  ],
  [
    'a run that could not be made',
    '2027-01-01T01:30:00Z',
    hourly({ lastEnded: at('01:00'), nextAt: at('02:00'), error: 'no file' }),
    ['schedule/contoso/failing'],
  ],
] as const) {
  test(`watchdog: ${name}`, () => assert.deepEqual(trouble(now, schedule), expected));
}

test('what was missed while the service did not run is late from its start on', () => {
  const catchingUp = hourly({ lastEnded: at('01:00'), runningSince: new Date('2027-01-02T09:00:00Z') });
  const startedAt = new Date('2027-01-02T09:00:00Z');
  assert.deepEqual(trouble('2027-01-02T09:14:00Z', catchingUp, { startedAt }), []);
  assert.deepEqual(trouble('2027-01-02T09:15:00Z', catchingUp, { startedAt }), behind);
  // A restart does not end what was told.
  assert.deepEqual(trouble('2027-01-02T09:01:00Z', catchingUp, { startedAt, known: new Set(behind) }), behind);
});

test('a channel that has failed for an hour, and a configuration that is wrong', () => {
  const sound = hourly({ lastEnded: at('01:00'), nextAt: at('02:00') });
  const channels = [{ channel: 'ops', failingSince: '2027-01-01T00:40:00.000Z', error: 'status 500' }];
  assert.deepEqual(trouble('2027-01-01T01:39:59Z', sound, { channels }), []);
  assert.deepEqual(trouble('2027-01-01T01:40:00Z', sound, { channels }), ['channel/ops/failing']);
  const configurationError = { at: at('01:10'), message: 'schedules is missing' };
  assert.deepEqual(trouble('2027-01-01T01:20:00Z', sound, { configurationError }), ['configuration']);
});
