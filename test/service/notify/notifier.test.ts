import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import type { HistoryDatabase } from '../../../src/history/database.ts';
import { listNotifications } from '../../../src/history/outbox.ts';
import { beginRun } from '../../../src/history/record-run.ts';
import { createScheduleLedger } from '../../../src/history/schedule-ledger.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import type { Notification } from '../../../src/model/notification.ts';
import type { ChannelRules } from '../../../src/service/notify/channel-rules.ts';
import type { Delivery, RepeatedChange, Sender } from '../../../src/service/notify/delivery.ts';
import { createNotifier, type NotifierSetup } from '../../../src/service/notify/notifier.ts';
import { readDueTimes } from '../../../src/service/schedule/due-times.ts';
import type { ScheduleStatus } from '../../../src/service/schedule/scheduler.ts';
import { failing, historyFor, serving, silent } from '../../history/runs.ts';
import { reportOf } from '../../report/sample-report.ts';
import { createSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';
import { rulesOf } from './changes.ts';

/** Records a run that ends now, as the service does. */
function record(
  database: HistoryDatabase,
  clock: SimulatedClock,
  endpoints: readonly EndpointReport[],
  noteRun: (schedule: string, run: number) => void,
): void {
  const begun = beginRun(database, { series: 'contoso', startedAt: clock.now() });
  if (!begun.ok) throw new Error(begun.error);
  const recorder = begun.value;
  for (const report of endpoints) recorder.endpoint({ report });
  const { endpoints: _, ...summary } = reportOf([], []);
  const at = clock.now().toISOString();
  const causes = [...new Map(endpoints.flatMap((each) => each.causes).map((cause) => [cause.key, cause])).values()];
  recorder.finish({ ...summary, causes, startedAt: at, finishedAt: at }, undefined, () =>
    noteRun('contoso', recorder.run),
  );
}

/** A service without HTTP and without real time. It can be left and opened again. */
function openWorld(context: TestContext, start = '2027-02-01T03:00:00.000Z', tickMs = 60_000) {
  const { database } = historyFor(context);
  const clock = createSimulatedClock(start);
  const lines: string[] = [];
  const told: Notification[] = [];
  const repeated: (readonly RepeatedChange[])[] = [];
  const answers = new Map<string, Delivery>();
  const sender: Sender = {
    send: async (notification) => {
      const delivery = answers.get(notification.channel) ?? { kind: 'delivered' };
      if (delivery.kind === 'delivered') told.push(notification);
      return delivery;
    },
  };
  const repeat = async (standing: readonly RepeatedChange[]): Promise<Delivery> => {
    repeated.push(standing);
    return { kind: 'delivered' };
  };
  const due = readDueTimes('0 3 * * *', 'UTC');
  if (!due.ok) throw new Error(due.error);
  createScheduleLedger(database).knownSince('contoso', 'x', clock.now());
  let status: ScheduleStatus = {
    ...{
      name: 'contoso',
      runningSince: undefined,
      nextAt: new Date('2037-01-01'),
      startsAt: undefined,
      lastEnded: undefined,
    },
  };
  const setupOf = (...rules: readonly ChannelRules[]): NotifierSetup => ({
    channels: rules.map((each) => ({
      rules: each,
      sender: each.keepsState ? { ...sender, repeat } : sender,
    })),
    schedules: [{ name: 'contoso', due: due.value, jitterMs: 0, catchesUp: true }],
    limits: { behindByMs: 15 * 60_000, failingForMs: 3_600_000 },
    link: null,
  });
  const open = (...rules: readonly ChannelRules[]) => {
    const notifier = createNotifier({
      ...{ database, clock, tickMs, log: (text: string) => void lines.push(text) },
      status: () => [status],
      configurationError: () => null,
    });
    notifier.set(setupOf(...rules));
    const run = async (...endpoints: readonly EndpointReport[]): Promise<void> => {
      record(database, clock, endpoints, notifier.noteRun);
      notifier.wake();
      await clock.advanceTo(new Date(clock.now().getTime() + 1_000).toISOString());
    };
    return { notifier, run };
  };
  const take = (): readonly string[] =>
    told.splice(0).map(({ channel, kind, groups }) => {
      const changes = groups.flatMap((group) => group.changes).map(({ what, key }) => `${what} ${key}`);
      return `${channel}: ${kind}: ${changes.join(', ')}`;
    });
  const setStatus = (more: Partial<ScheduleStatus>): void => {
    status = { ...status, ...more };
  };
  return { database, clock, lines, told, repeated, answers, open, setupOf, take, setStatus };
}

const bad = (address: string, check = 'name-match') => failing(serving(address, 'a'), check);
const good = (address: string) => serving(address, 'a');

test('a run is one message a channel: what stands at first, then what changed, in the words of the report', async (context) => {
  const { open, take, told } = openWorld(context);
  const { run, notifier } = open(rulesOf(), rulesOf({ name: 'others', schedules: ['another'] }));
  await run(bad('10.0.0.1'), good('10.0.0.2'));
  assert.equal(told[0]?.summary, 'contoso: baseline, 1 open cause (worst: error)');
  assert.deepEqual(take(), ['ops: baseline: new name-match/broken']);
  await run(bad('10.0.0.1'), bad('10.0.0.2', 'key-strength'));
  const [change] = told[0]?.groups[0]?.changes ?? [];
  assert.deepEqual([change?.places, told[0]?.groups[0]?.deployment], [['im.contoso.com 10.0.0.2:443'], 'contoso']);
  assert.deepEqual(take(), ['ops: changes: new key-strength/broken']);
  await run(bad('10.0.0.1'), bad('10.0.0.2', 'key-strength'));
  await run(good('10.0.0.1'), good('10.0.0.2'));
  assert.deepEqual(take(), ['ops: changes: fixed key-strength/broken, fixed name-match/broken']);
  await notifier.stop();
});

test('an endpoint that times out again and again tells nothing, and a message says how many did not answer', async (context) => {
  const { open, take, told } = openWorld(context);
  const { run, notifier } = open(rulesOf());
  await run(bad('10.0.0.1'));
  take();
  for (let count = 0; count < 10; count += 1) {
    await run(silent('10.0.0.1'));
    await run(bad('10.0.0.1'));
  }
  assert.deepEqual(take(), []);
  await run(silent('10.0.0.1'), bad('10.0.0.3', 'key-strength'));
  assert.equal(told[0]?.unanswered, 1);
  await notifier.stop();
});

test('after quiet hours what still holds is told, without another run, and over a restart', async (context) => {
  const { open, take, clock } = openWorld(context, '2027-02-01T12:00:00.000Z');
  const quietHours = { from: 22 * 60, to: 6 * 60, timeZone: 'UTC', except: 'critical' } as const;
  const first = open(rulesOf({ quietHours }));
  await first.run(good('10.0.0.1'));
  await clock.advanceTo('2027-02-01T23:00:00.000Z');
  await first.run(bad('10.0.0.1'), bad('10.0.0.2', 'key-strength'));
  await clock.advanceTo('2027-02-02T02:00:00.000Z');
  await first.run(bad('10.0.0.1'), good('10.0.0.2'));
  await first.notifier.stop();
  const second = open(rulesOf({ quietHours }));
  await clock.advanceTo('2027-02-02T05:59:00.000Z');
  assert.deepEqual(take(), []);
  await clock.advanceTo('2027-02-02T06:05:00.000Z');
  assert.deepEqual(take(), ['ops: changes: new name-match/broken']);
  await clock.advanceTo('2027-02-03T12:00:00.000Z');
  assert.deepEqual(take(), []);
  await second.notifier.stop();
});

test('watchdog: a schedule that is behind is told once, in the log too, over restarts, and when it is over', async (context) => {
  const { open, take, clock, lines, setStatus } = openWorld(context);
  const first = open(
    rulesOf({ minimumSeverity: 'critical', on: ['worse'] }),
    rulesOf({ name: 'others', schedules: ['x'] }),
  );
  setStatus({ nextAt: new Date('2027-02-01T04:00:00.000Z') });
  await clock.advanceTo('2027-02-01T04:10:00.000Z');
  assert.deepEqual(take(), []);
  await clock.advanceTo('2027-02-01T06:00:00.000Z');
  assert.deepEqual(take(), ['ops: watchdog: new schedule/contoso/behind']);
  await first.notifier.stop();
  const second = open(rulesOf(), rulesOf({ name: 'others', schedules: ['x'] }));
  await clock.advanceTo('2027-02-01T09:00:00.000Z');
  assert.deepEqual(take(), []);
  setStatus({ nextAt: new Date('2027-02-02T03:00:00.000Z') });
  await clock.advanceTo('2027-02-01T09:05:00.000Z');
  assert.deepEqual(take(), ['ops: watchdog: fixed schedule/contoso/behind']);
  const barks = lines.filter((line) => line.startsWith('watchdog: '));
  assert.deepEqual(
    barks.map((line) => line.replace(/its run.*/, '')),
    ['watchdog: The schedule contoso is behind: ', 'watchdog: The schedule contoso is on time again'],
  );
  await second.notifier.stop();
});

test('watchdog: a channel that has failed for an hour is told on the others, and when it works again', async (context) => {
  const { open, take, clock, answers } = openWorld(context);
  const { run, notifier } = open(rulesOf(), rulesOf({ name: 'mail' }));
  answers.set('mail', { kind: 'failed', error: 'status 500' });
  await run(bad('10.0.0.1'));
  assert.deepEqual(take(), ['ops: baseline: new name-match/broken']);
  await clock.advanceTo('2027-02-01T03:59:00.000Z');
  assert.deepEqual(take(), []);
  await clock.advanceTo('2027-02-01T04:05:00.000Z');
  assert.deepEqual(take(), ['ops: watchdog: new channel/mail/failing']);
  answers.delete('mail');
  await clock.advanceTo('2027-02-01T06:00:00.000Z');
  assert.deepEqual(take(), ['mail: baseline: new name-match/broken', 'ops: watchdog: fixed channel/mail/failing']);
  await notifier.stop();
});

test('watchdog: a run that cannot be made is told once, and again when one can', async (context) => {
  const { open, take, clock, database } = openWorld(context);
  const { notifier } = open(rulesOf());
  const ledger = createScheduleLedger(database);
  ledger.noteFailure(
    'contoso',
    new Date('2027-02-01T04:00:00.000Z'),
    'could not be started: targets.json does not exist',
  );
  ledger.noteFailure('contoso', new Date('2027-02-01T05:00:00.000Z'), 'could not be started: targets.json is empty');
  await clock.advanceTo('2027-02-01T07:00:00.000Z');
  assert.deepEqual(take(), ['ops: watchdog: new schedule/contoso/failing']);
  const begun = beginRun(database, { series: 'contoso', startedAt: clock.now() });
  assert.ok(begun.ok);
  ledger.note('contoso', new Date('2027-02-01T06:00:00.000Z'), begun.value.run);
  await clock.advanceTo('2027-02-01T08:00:00.000Z');
  assert.deepEqual(take(), ['ops: watchdog: fixed schedule/contoso/failing']);
  await notifier.stop();
});

test('a new configuration: a channel that is new hears what stands, one that is gone is given up, with a line in the log', async (context) => {
  const { open, take, answers, setupOf, lines, database } = openWorld(context);
  answers.set('old', { kind: 'failed', error: 'status 500' });
  const { run, notifier } = open(rulesOf({ name: 'old' }));
  await run(bad('10.0.0.1'));
  notifier.set(setupOf(rulesOf({ name: 'new' })));
  assert.ok(lines.includes('old: is no longer a channel; 1 waiting notification given up'), lines.join('\n'));
  assert.equal(
    listNotifications(database, { status: 'dead', limit: 9 })[0]?.error,
    'the channel is no longer in the configuration',
  );
  await run(bad('10.0.0.1'));
  assert.deepEqual(take(), ['new: baseline: new name-match/broken']);
  answers.delete('old');
  notifier.set(setupOf(rulesOf({ name: 'new' }), rulesOf({ name: 'old' })));
  await run(bad('10.0.0.1'));
  assert.deepEqual(take(), ['old: baseline: new name-match/broken']);
  await notifier.stop();
});

test('what stands is repeated for a receiver that forgets, each five minutes, and not while something waits for it', async (context) => {
  const { open, take, clock, repeated, answers } = openWorld(context);
  const { run, notifier } = open(rulesOf({ name: 'alerts', keepsState: true }));
  await run(bad('10.0.0.1'));
  assert.deepEqual(take(), ['alerts: changes: new name-match/broken']);
  await clock.advanceTo('2027-02-01T04:00:00.000Z');
  assert.ok(repeated.length >= 9 && repeated.length <= 12, `${repeated.length} times`);
  assert.deepEqual(
    repeated.at(-1)?.map(({ change, schedule }) => [change.key, schedule]),
    [['name-match/broken', 'contoso']],
  );
  answers.set('alerts', { kind: 'failed', error: 'status 500' });
  await run(good('10.0.0.1'));
  const before = repeated.length;
  await clock.advanceTo('2027-02-01T05:00:00.000Z');
  assert.equal(repeated.length, before);
  await notifier.stop();
});

test('a failure of what is told undoes nothing of the run, and is told by the next one', async (context) => {
  const { open, take, database, lines } = openWorld(context);
  const { run, notifier } = open(rulesOf());
  await run(good('10.0.0.1'));
  database.exec('alter table notification rename to away');
  await run(bad('10.0.0.1'));
  database.exec('alter table away rename to notification');
  assert.equal(Number(database.prepare('select count(*) as n from run where finished_at is not null').get()?.['n']), 2);
  assert.ok(
    lines.some((line) => line.startsWith('ops: nothing was noted: ')),
    lines.join('\n'),
  );
  await run(bad('10.0.0.1'));
  assert.deepEqual(take(), ['ops: changes: new name-match/broken']);
  await notifier.stop();
});

test('delivered notifications are forgotten after a month', async (context) => {
  const { open, clock, database } = openWorld(context, '2027-02-01T03:00:00.000Z', 3_600_000);
  const { run, notifier } = open(rulesOf());
  await run(bad('10.0.0.1'));
  assert.equal(listNotifications(database, { limit: 9 }).length, 1);
  await clock.advanceTo('2027-03-04T00:00:00.000Z');
  assert.equal(listNotifications(database, { limit: 9 }).length, 0);
  await notifier.stop();
});
