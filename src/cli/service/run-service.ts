import { watch } from 'node:fs';

import type { HistoryDatabase } from '../../history/database.ts';
import { pruneHistory } from '../../history/prune.ts';
import { createScheduleLedger } from '../../history/schedule-ledger.ts';
import type { Result } from '../../model/result.ts';
import { tool } from '../../model/tool.ts';
import { startHttpServer } from '../../service/http/http-server.ts';
import { createRunBoard } from '../../service/run-board.ts';
import { createScheduleRunner } from '../../service/run-schedule.ts';
import { createScheduler, type Scheduler } from '../../service/schedule/scheduler.ts';
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
import { wakeAt } from './wake-at.ts';

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
  const run = createScheduleRunner({
    ...{ database, ledger, board, log, environment },
    prepare: (name) =>
      prepareSchedule(
        plan.schedules.find((each) => each.name === name),
        context,
      ),
  });
  const scheduler = createScheduler(
    { now, random, wakeAt: (at, wake) => wakeAt(at, wake, now) },
    ledger,
    async (due) => {
      await run(due);
      forget();
    },
  );
  const service: Service = {
    ...{ version: tool.version, startedAt: now(), environment, database, scheduler, board, log },
    configuration: () => state,
    gauges: [() => processMetrics(now)],
    prepareProbe: (module, target) => prepareProbe(plan.modules.get(module), target, { context, log }),
  };
  const http = plan.http === undefined ? undefined : await startHttpServer(plan.http, service);
  if (http?.ok === false) return http;
  scheduler.set(plan.schedules);
  log(`started: ${describePlan(plan)}; ${describeNext(scheduler)}`);
  for (const url of http?.value.urls ?? []) log(`listening on ${url}`);
  const reload = createReloader(async () => {
    const read = await readPlan(place.file, place.options, context);
    if (!read.ok) {
      state = { ...state, error: { at: now(), message: inOneLine(read.error) } };
      reportInputErrors(context, read.error, 'The configuration before stays in force.');
      return;
    }
    if (read.value.history !== plan.history) log('another history needs a restart; the one before stays in use');
    plan = { ...read.value, history: plan.history };
    state = { file: place.file, readAt: now(), error: null };
    scheduler.set(plan.schedules);
    log(`configuration read: ${describePlan(plan)}; ${describeNext(scheduler)}`);
  });
  context.onHangup(reload);
  const watcher = watch('.', (_event, name) => {
    if (name === place.file) reload();
  });
  await ended(context.signal);
  watcher.close();
  log('stopping');
  await Promise.all([scheduler.stop(), http?.value.close()]);
  log('stopped');
  return { ok: true, value: undefined };
}

/** What a plan comes to, in a few words. */
export function describePlan({ schedules }: ServicePlan): string {
  return `${schedules.length} ${schedules.length === 1 ? 'schedule' : 'schedules'} (${schedules.map(({ name }) => name).join(', ')})`;
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
