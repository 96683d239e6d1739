import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { createOutbox } from '../../../src/history/outbox.ts';
import { joinFamilies, writeSeries } from '../../../src/report/monitoring/metric-text.ts';
import { notificationMetrics } from '../../../src/service/metrics/notification-metrics.ts';
import { change, notification } from '../notify/notifications.ts';
import { createScheduleLedger } from '../../../src/history/schedule-ledger.ts';
import { createMetricsRenderer } from '../../../src/service/metrics/render-metrics.ts';
import { resendNotifications } from '../../../src/history/outbox.ts';
import { createRunEvaluator } from '../../../src/service/evaluate-run.ts';
import { createRunBoard } from '../../../src/service/run-board.ts';
import type { ScheduleStatus } from '../../../src/service/schedule/scheduler.ts';
import type { Service } from '../../../src/service/service.ts';
import { failing, historyFor, record, serving, silent } from '../../history/runs.ts';

const now = new Date('2027-01-10T00:00:00.000Z');
const series = 'contoso';
const waiting: ScheduleStatus = {
  ...{ name: series, runningSince: undefined, lastEnded: undefined },
  nextAt: new Date('2027-01-11T03:00:00.000Z'),
  startsAt: new Date('2027-01-11T03:00:00.000Z'),
};

/** A service that has just been started on a history, and does nothing by itself. */
function serviceOn(context: TestContext) {
  const { database } = historyFor(context);
  const board = createRunBoard();
  let schedules: readonly ScheduleStatus[] = [waiting];
  const service: Service = {
    ...{ version: '1.2.3', startedAt: now, environment: { now: () => now }, database, board, log: () => undefined },
    scheduler: { status: () => schedules, runNow: () => false },
    resendNotification: (number) => resendNotifications(database, number, now) > 0,
    evaluateRun: createRunEvaluator(database, { now: () => now }),
    sites: () => [],
    configuration: () => ({ file: 'service.yaml', readAt: now, error: null }),
    prepareProbe: () => Promise.reject(new Error('nobody asks')),
    gauges: [() => [{ name: 'certmuster_more', help: 'More.', series: [{ labels: {}, value: 7 }] }]],
  };
  const set = (next: readonly ScheduleStatus[]): void => {
    schedules = next;
  };
  return { database, board, service, set };
}

const linesOf = (text: string, name: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

test('a service that was just started shows what the history knows, also of endpoints that do not answer any more', (context) => {
  const { database, service } = serviceOn(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin'), serving('10.0.0.2', 'a')], { series });
  record(database, 2, [silent('10.0.0.1'), silent(null)], { series });
  const text = createMetricsRenderer(service)('text');
  const at = (address: string): string =>
    `schedule="contoso",endpoint="contoso|im.contoso.com/virtual-server/im.contoso.com@${address}:443",deployment="contoso",role="virtual-server",host="im.contoso.com",address="${address}",port="443"`;
  const end = Date.UTC(2027, 0, 1) / 1_000;
  assert.deepEqual(linesOf(text, 'probe_ssl_earliest_cert_expiry'), [
    `probe_ssl_earliest_cert_expiry{${at('10.0.0.1')}} ${end}`,
    `probe_ssl_earliest_cert_expiry{${at('10.0.0.2')}} ${end}`,
  ]);
  assert.deepEqual(
    linesOf(text, 'probe_success').map((line) => line.slice(-2)),
    [' 0', ' 0', ' 0'],
  );
  assert.equal(linesOf(text, 'certmuster_cause').length, 1);
  assert.match(text, /^certmuster_causes\{schedule="contoso",severity="error"\} 1$/m);
});

test('a schedule that never ran: how it stands, and no number that is not known', (context) => {
  const { service } = serviceOn(context);
  const text = createMetricsRenderer(service)('text');
  for (const line of [
    'certmuster_schedule_running{schedule="contoso"} 0',
    `certmuster_schedule_next_timestamp_seconds{schedule="contoso"} ${Date.UTC(2027, 0, 11, 3) / 1_000}`,
    'certmuster_schedule_overdue_seconds{schedule="contoso"} 0',
    'certmuster_schedule_last_failed{schedule="contoso"} 0',
    'certmuster_history_runs{schedule="contoso"} 0',
    'certmuster_build_info{version="1.2.3"} 1',
    'certmuster_more 7',
  ])
    assert.ok(text.includes(`${line}\n`), line);
  assert.doesNotMatch(text, /certmuster_scan_|last_due|first_run|running_since|NaN|undefined|null/);
});

test('a schedule that is overdue, one that runs, and one whose files are wrong', (context) => {
  const { database, service, set, board } = serviceOn(context);
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  set([
    { ...waiting, nextAt: before(90_000) },
    { ...waiting, name: 'busy', nextAt: undefined, runningSince: before(5_000) },
    { ...waiting, name: 'wrong' },
  ]);
  createScheduleLedger(database).noteFailure('wrong', before(60_000), 'targets.json: does not exist');
  const render = createMetricsRenderer(service);
  board.end('wrong', { run: null, error: 'targets.json: does not exist' });
  board.end('busy', { run: 1, error: null });
  const text = render('text');
  for (const line of [
    'certmuster_schedule_overdue_seconds{schedule="contoso"} 90',
    'certmuster_schedule_overdue_seconds{schedule="busy"} 0',
    'certmuster_schedule_running{schedule="busy"} 1',
    `certmuster_schedule_running_since_timestamp_seconds{schedule="busy"} ${now.getTime() / 1_000 - 5}`,
    'certmuster_schedule_last_failed{schedule="wrong"} 1',
    `certmuster_schedule_last_due_timestamp_seconds{schedule="wrong"} ${now.getTime() / 1_000 - 60}`,
    'certmuster_schedule_failures_total{schedule="wrong"} 1',
    'certmuster_schedule_runs_total{schedule="wrong"} 0',
    'certmuster_schedule_runs_total{schedule="busy"} 1',
  ])
    assert.ok(text.includes(`${line}\n`), line);
});

test('what a run found is shown after it ends; a schedule that is no longer configured is gone', (context) => {
  const { database, service, set } = serviceOn(context);
  const render = createMetricsRenderer(service);
  record(database, 1, [serving('10.0.0.1', 'a')], { series });
  assert.equal(linesOf(render('text'), 'probe_success').length, 1);
  record(database, 2, [serving('10.0.0.1', 'a'), serving('10.0.0.2', 'a')], { series });
  assert.equal(linesOf(render('text'), 'probe_success').length, 2);
  set([]);
  assert.doesNotMatch(render('text'), /schedule="/);
});

test('two schedules share a family, which stands once; OpenMetrics names counters without their suffix, and ends', (context) => {
  const { database, service, set } = serviceOn(context);
  set([waiting, { ...waiting, name: 'partners' }]);
  for (const each of [series, 'partners']) record(database, 1, [serving('10.0.0.1', 'a')], { series: each });
  const render = createMetricsRenderer(service);
  assert.equal(linesOf(render('text'), 'probe_success').length, 2);
  assert.equal(render('text').match(/# TYPE probe_success gauge/g)?.length, 1);
  assert.match(render('text'), /^# TYPE certmuster_schedule_runs_total counter$/m);
  const open = render('openmetrics');
  assert.match(open, /^# TYPE certmuster_schedule_runs counter\ncertmuster_schedule_runs_total\{/m);
  assert.match(open, /\n# EOF\n$/);
});

test('channels of notifications: whether each works, what waits, and counters that outlast the service', (context) => {
  const { database } = serviceOn(context);
  const text = (): string => [...joinFamilies([notificationMetrics(database).map(writeSeries)], 'text')].join('');
  assert.doesNotMatch(text(), /channel="/);
  const outbox = createOutbox(database);
  outbox.keepChannels(['mail', 'ops'], now);
  const values = (channel: string): readonly string[] =>
    text()
      .split('\n')
      .filter((line) => line.includes(`{channel="${channel}"}`))
      .map((line) => line.replace(/^certmuster_/, '').replace(/\{.*\}/, ''));
  const quiet = ['notifications_pending 0', 'notifications_dead 0', 'notifications_delivered_total 0'];
  assert.deepEqual(values('mail'), ['channel_up 1', ...quiet, 'notifications_failed_attempts_total 0']);
  for (const id of ['1', '2', '3']) outbox.add({ ...notification([change('a')]), id });
  const next = () => outbox.next('ops') ?? assert.fail('nothing waits');
  outbox.noteDelivered(next(), now);
  outbox.noteFailed(next(), { at: now, error: 'status 500', nextAt: now });
  outbox.noteFailed(next(), { at: new Date(now.getTime() + 60_000), error: 'status 500', nextAt: undefined });
  assert.deepEqual(values('ops'), [
    'channel_up 0',
    `channel_failing_since_timestamp_seconds ${now.getTime() / 1_000}`,
    ...['notifications_pending 1', 'notifications_dead 1', 'notifications_delivered_total 1'],
    'notifications_failed_attempts_total 2',
  ]);
  outbox.noteDelivered(next(), now);
  outbox.prune({ delivered: new Date(now.getTime() + 1), dead: new Date(now.getTime() + 1) });
  assert.equal(values('ops')[0], 'channel_up 1');
  assert.ok(values('ops').includes('notifications_delivered_total 2'));
  outbox.keepChannels(['mail'], now);
  assert.deepEqual(values('ops'), []);
});
