import { watch } from 'node:fs';

import type { HistoryDatabase } from '../../history/database.ts';
import { pruneHistory } from '../../history/prune.ts';
import { createScheduleLedger } from '../../history/schedule-ledger.ts';
import type { Result } from '../../model/result.ts';
import { tool } from '../../model/tool.ts';
import type { HttpPlan } from '../../service/http/http-plan.ts';
import { type HttpServer, startHttpServer } from '../../service/http/http-server.ts';
import { createRunJudge } from '../../service/judge-run.ts';
import { createNotifier } from '../../service/notify/notifier.ts';
import { plural } from '../../report/plural.ts';
import { createRunBoard } from '../../service/run-board.ts';
import { createScheduleRunner } from '../../service/run-schedule.ts';
import { overdueSchedules } from '../../service/schedule/overdue-schedules.ts';
import { type Clock, createScheduler, type Scheduler } from '../../service/schedule/scheduler.ts';
import type { ConfigurationState, Service } from '../../service/service.ts';
import type { Option } from '../command.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { inOneLine, reportInputErrors } from '../input/report-input-errors.ts';
import { dayMs } from '../options/days.ts';
import type { ProcessContext } from '../process-context.ts';
import { prepareProbe } from './prepare-probe.ts';
import { prepareSchedule } from './prepare-schedule.ts';
import { processMetrics } from './process-metrics.ts';
import { readPlan } from './read-plan.ts';
import type { ServicePlan } from './read-service-config.ts';
import { createSystemdNotifier } from './systemd.ts';
import { wakeAt } from './wake-at.ts';
import { createFileWatcher } from './watch-files.ts';

/** Where the service runs. */
export interface ServicePlace {
  /** The configuration, in the working directory. */
  readonly file: string;
  /** What a schedule may set. */
  readonly options: Readonly<Record<string, Option>>;
  readonly context: ProcessContext;
}

/** Runs schedules and the HTTP interface until the process is asked to end. The error is a clause: it could not be started. */
export async function runService(
  first: ServicePlan,
  database: HistoryDatabase,
  place: ServicePlace,
): Promise<Result<void, string>> {
  const { context } = place;
  const { now, random } = context;
  let plan = first;
  let state: ConfigurationState = { file: place.file, readAt: now(), error: null };
  const log = (text: string): void => context.say(`${now().toISOString()} ${text}`);
  const ledger = createScheduleLedger(database);
  const board = createRunBoard();
  board.listen((event) => {
    if (event.kind === 'started') log(`${event.progress.schedule}: run started`);
    if (event.kind === 'ended' && event.run !== null) log(`${event.schedule}: run ${event.run} ended`);
  });
  const forget = (): void => {
    if (plan.keptDays === undefined) return;
    try {
      const { runs } = pruneHistory(database, new Date(now().getTime() - plan.keptDays * dayMs));
      if (runs > 0) log(`${runs} runs were forgotten`);
    } catch (thrown) {
      // The disk may be full; the next run tries again.
      log(`nothing was forgotten: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  };
  const environment = await readAuditEnvironment(context);
  const clock: Clock = { now, random, wakeAt: (at, wake) => wakeAt(at, wake, now) };
  const notifier = createNotifier({
    ...{ database, clock, log },
    status: () => scheduler.status(),
    configurationError: () => state.error,
  });
  const run = createScheduleRunner({
    ...{ database, ledger, board, log, environment },
    onEnd: notifier.noteRun,
    prepare: (name) =>
      prepareSchedule(
        plan.schedules.find((each) => each.name === name),
        context,
      ),
  });
  const scheduler = createScheduler(clock, ledger, async (due) => {
    await run(due);
    notifier.wake();
    forget();
  });
  const service: Service = {
    ...{ version: tool.version, startedAt: now(), environment, database, scheduler, board, log },
    configuration: () => state,
    judgeRun: createRunJudge(database, environment),
    gauges: [() => processMetrics(now)],
    prepareProbe: (module, target) => prepareProbe(plan.modules.get(module), target, context),
  };
  const http = plan.http === undefined ? undefined : await startHttpServer(plan.http, service);
  if (http?.ok === false) return http;
  const isAlive = (): boolean => overdueSchedules(scheduler.status(), now()).length === 0;
  const systemd = createSystemdNotifier(context, { log, isAlive });
  const status = (): string => `${describePlan(plan)}; ${describeNext(scheduler)}`;
  notifier.set({ ...plan.notifications, schedules: plan.schedules });
  scheduler.set(plan.schedules);
  log(`started: ${status()}`);
  for (const url of http?.value.urls ?? []) log(`listening on ${url}`);
  for (const warning of plan.http?.warnings ?? []) log(`http: ${warning}`);
  systemd.ready(status());
  const reload = createReloader(async () => {
    systemd.reloading();
    const read = await readPlan(place.file, place.options, context);
    if (!read.ok) {
      state = { ...state, error: { at: now(), message: inOneLine(read.error) } };
      reportInputErrors(context, read.error, 'The configuration before stays in force.');
      systemd.ready(`the configuration is wrong, and the one before stays in force; ${status()}`);
      return;
    }
    if (read.value.history !== plan.history) log('another history needs a restart; the one before stays in use');
    plan = { ...read.value, history: plan.history };
    state = { file: place.file, readAt: now(), error: null };
    notifier.set({ ...plan.notifications, schedules: plan.schedules });
    scheduler.set(plan.schedules);
    log(`configuration read: ${status()}`);
    for (const text of updateHttp(http?.value, plan.http)) log(`http: ${text}`);
    files.watch(plan.http?.files ?? []);
    systemd.ready(status());
  });
  const files = createFileWatcher(reload);
  files.watch(plan.http?.files ?? []);
  context.onHangup(reload);
  const watcher = watch('.', (_event, name) => {
    if (name === place.file) reload();
  });
  await ended(context.signal);
  watcher.close();
  files.watch([]);
  systemd.stop();
  log('stopping');
  await Promise.all([systemd.stopping(), scheduler.stop(), http?.value.close()]);
  await notifier.stop();
  log('stopped');
  return { ok: true, value: undefined };
}

/** Puts another plan in force. Returns sentences for the log. */
function updateHttp(server: HttpServer | undefined, plan: HttpPlan | undefined): readonly string[] {
  if (server === undefined || plan === undefined) {
    return server === plan ? [] : ['to begin or to end listening needs a restart'];
  }
  const updated = server.update(plan);
  return [...(updated.ok ? [] : [updated.error]), ...plan.warnings];
}

/** What a plan comes to, in a few words. */
export function describePlan({ schedules, notifications: { channels } }: ServicePlan): string {
  const planned = countNamed('schedule', schedules);
  return channels.length === 0
    ? planned
    : `${planned}, ${countNamed(
        'channel',
        channels.map(({ rules }) => rules),
      )}`;
}

function countNamed(noun: string, named: readonly { readonly name: string }[]): string {
  return `${plural(named.length, noun)} (${named.map(({ name }) => name).join(', ')})`;
}

function describeNext(scheduler: Scheduler): string {
  const next = scheduler.status().flatMap(({ nextAt, name }) => (nextAt === undefined ? [] : [{ nextAt, name }]));
  const [first] = next.sort((a, b) => a.nextAt.getTime() - b.nextAt.getTime());
  return first === undefined ? 'nothing is due later' : `next is ${first.name} at ${first.nextAt.toISOString()}`;
}

/** Files are often written in several steps, each of which is told: they are read once, when it has become quiet. */
function createReloader(reload: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(reload);
    }, quietMs);
  };
}

const quietMs = 250;

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve_) => signal.addEventListener('abort', () => resolve_(), { once: true }));
}
