import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import process from 'node:process';

import type { AuditRequest } from '../../audit/contract.ts';
import { type HistoryDatabase, openHistory } from '../../history/database.ts';
import { pruneHistory } from '../../history/prune.ts';
import { createScheduleLedger } from '../../history/schedule-ledger.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { createRunBoard } from '../../service/run-board.ts';
import { createScheduleRunner } from '../../service/run-schedule.ts';
import { createScheduler, type Scheduler } from '../../service/schedule/scheduler.ts';
import type { Arguments, Option } from '../command.ts';
import { prepareScan } from '../commands/prepare-scan.ts';
import { scanCommand } from '../commands/scan.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { commandLineErrors, type InputError, reportInputErrors } from '../input/report-input-errors.ts';
import { dayMs } from '../options/days.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { type PlannedSchedule, readServiceConfig, type ServicePlan } from './read-service-config.ts';
import { wakeAt } from './wake-at.ts';

/** Runs the service until a signal ends it. Its log goes to standard error, a line an event. */
export async function serve(
  args: Arguments,
  context: ProcessContext,
  options: Readonly<Record<string, Option>>,
): Promise<ExitCode> {
  const path = args.text('config');
  if (path === undefined) {
    const missing = problem('is missing: name the file that says what to audit and when', '--config');
    return reportInputErrors(context, commandLineErrors([missing]), 'Nothing was started.');
  }
  const file = resolve(path);
  // All paths of the configuration are relative to it, also those within options.
  process.chdir(dirname(file));
  const plan = await readPlan(basename(file), options, context);
  if (!plan.ok) return reportInputErrors(context, plan.error, 'Nothing was started.');
  if (args.flag('check')) {
    context.say(`The configuration is sound: ${describe(plan.value)}.`);
    return exitCodes.clean;
  }
  const history = openHistory(plan.value.history, { create: true });
  if (!history.ok) {
    const wrong = { about: plan.value.history, problems: [problem(history.error)] };
    return reportInputErrors(context, [wrong], 'Nothing was started.');
  }
  try {
    await runService(plan.value, history.value, { file: basename(file), options, context });
  } finally {
    history.value.close();
  }
  return exitCodes.clean;
}

interface Place {
  readonly file: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly context: ProcessContext;
}

async function runService(first: ServicePlan, database: HistoryDatabase, place: Place): Promise<void> {
  const { context } = place;
  let plan = first;
  const log = (text: string): void => context.say(`${context.now().toISOString()} ${text}`);
  const ledger = createScheduleLedger(database);
  const board = createRunBoard();
  board.listen((event) => {
    if (event.kind === 'started') log(`${event.progress.schedule}: run started`);
    if (event.kind === 'ended' && event.run !== null) log(`${event.schedule}: run ${event.run} ended`);
  });
  const forget = (): void => {
    if (plan.keptDays === undefined) return;
    try {
      const { runs } = pruneHistory(database, new Date(context.now().getTime() - plan.keptDays * dayMs));
      if (runs > 0) log(`${runs} runs were forgotten`);
    } catch (thrown) {
      // The disk may be full; the next run tries again.
      log(`nothing was forgotten: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  };
  const run = createScheduleRunner({
    ...{ database, ledger, board, log },
    environment: await readAuditEnvironment(context),
    prepare: (name) =>
      prepare(
        plan.schedules.find((each) => each.name === name),
        context,
      ),
  });
  const { now, random } = context;
  const scheduler = createScheduler(
    { now, random, wakeAt: (at, wake) => wakeAt(at, wake, now) },
    ledger,
    async (due) => {
      await run(due);
      forget();
    },
  );
  scheduler.set(plan.schedules);
  log(`started: ${describe(plan)}; ${describeNext(scheduler)}`);
  const reload = createReloader(async () => {
    const read = await readPlan(place.file, place.options, context);
    if (!read.ok) {
      reportInputErrors(context, read.error, 'The configuration before stays in force.');
      return;
    }
    if (read.value.history !== plan.history) log('another history needs a restart; the one before stays in use');
    plan = { ...read.value, history: plan.history };
    scheduler.set(plan.schedules);
    log(`configuration read: ${describe(plan)}; ${describeNext(scheduler)}`);
  });
  context.onHangup(reload);
  const watcher = watch('.', (_event, name) => {
    if (name === place.file) reload();
  });
  await ended(context.signal);
  watcher.close();
  log('stopping');
  await scheduler.stop();
  log('stopped');
}

/** Reads the configuration and all that it names, as a scan would. */
async function readPlan(
  file: string,
  options: Readonly<Record<string, Option>>,
  context: ProcessContext,
): Promise<Result<ServicePlan, readonly InputError[]>> {
  const plan = await readServiceConfig(file, options);
  if (!plan.ok) return plan;
  const prepared = await Promise.all(
    plan.value.schedules.map(({ args }) => prepareScan(scanCommand, args, context, () => undefined)),
  );
  const errors = prepared.flatMap((each) => (each.ok ? [] : each.error));
  return errors.length > 0 ? err(errors) : plan;
}

async function prepare(
  schedule: PlannedSchedule | undefined,
  context: ProcessContext,
): Promise<Result<AuditRequest, string>> {
  if (schedule === undefined) return err('the schedule is no longer in the configuration');
  const prepared = await prepareScan(scanCommand, schedule.args, context, () => undefined);
  if (prepared.ok) return ok(prepared.value.request);
  const texts = prepared.error.flatMap(({ about, problems }) => problems.map(({ message }) => `${about}: ${message}`));
  return err(`could not be started: ${texts.join('; ')}`);
}

function describe({ schedules }: ServicePlan): string {
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
