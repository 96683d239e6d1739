import process from 'node:process';

import type { HistoryDatabase } from '../../history/database.ts';
import { listSites } from '../../history/list-sites.ts';
import { resendNotifications } from '../../history/outbox.ts';
import { createScheduleLedger } from '../../history/schedule-ledger.ts';
import { ok, type Result } from '../../model/result.ts';
import { tool } from '../../model/tool.ts';
import type { HttpPlan } from '../../service/http/http-plan.ts';
import { type HttpServer, startHttpServer } from '../../service/http/http-server.ts';
import { createRunEvaluator } from '../../service/evaluate-run.ts';
import { notificationMetrics } from '../../service/metrics/notification-metrics.ts';
import { createNotifier } from '../../service/notify/notifier.ts';
import { createRunBoard, type RunBoard } from '../../service/run-board.ts';
import { createScheduleRunner } from '../../service/run-schedule.ts';
import { overdueSchedules } from '../../service/schedule/overdue-schedules.ts';
import { type Clock, createScheduler } from '../../service/schedule/scheduler.ts';
import type { Service } from '../../service/service.ts';
import { createSiteLookout } from '../../service/sites/site-lookout.ts';
import { siteMetrics } from '../../service/sites/site-metrics.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { createConfiguration } from './configuration.ts';
import { describeNext, describePlan } from './describe-plan.ts';
import { forgetRuns } from './forget-runs.ts';
import { prepareProbe } from './prepare-probe.ts';
import { prepareSchedule } from './prepare-schedule.ts';
import { processMetrics } from './process-metrics.ts';
import type { ServicePlace, ServicePlan } from './service-plan.ts';
import { createSystemdNotifier } from './systemd.ts';
import { wakeAt } from './wake-at.ts';
import { watchConfiguration } from './watch-configuration.ts';
import { watchIdentity } from './watch-files.ts';

/** While it waits for another process that writes into the history, it answers nobody. What fails then is tried again. */
const lockWaitMs = 3_000;

/** `history-gone`: what it would write would be lost. */
export type ServiceEnd = 'asked' | 'history-gone';

/** Runs the service until the process is asked to end. The error is a clause: it could not be started. */
export async function runService(
  first: ServicePlan,
  database: HistoryDatabase,
  place: ServicePlace,
): Promise<Result<ServiceEnd, string>> {
  const { file, folder, context } = place;
  const { now, random } = context;
  const log = (text: string): void => context.say(`${now().toISOString()} ${text.replaceAll(/\s*\n\s*/g, ' ')}`);
  const clock: Clock = { now, random, wakeAt: (at, wake) => wakeAt(at, wake, now) };
  const environment = await readAuditEnvironment(context);
  const configuration = createConfiguration(first, place);
  const ledger = createScheduleLedger(database);
  const board = createRunBoard();
  logRuns(board, log);
  const notifier = createNotifier({
    ...{ database, clock, log },
    status: () => scheduler.status(),
    configurationError: () => configuration.state().error,
  });
  const run = createScheduleRunner({
    ...{ database, ledger, board, log, environment },
    onEnd: notifier.noteRun,
    prepare: (name) => prepareSchedule(configuration.plan(), name, context),
  });
  const scheduler = createScheduler(clock, ledger, async (due) => {
    await run(due);
    notifier.wake();
    lookout.wake();
    forgetRuns(database, configuration.plan().keptDays, { now, log });
  });
  const lookout = createSiteLookout({
    ...{ clock, log },
    knownSites: (series) => listSites(database, { series }).map(({ site }) => site),
    loadLooker: async () => {
      const { createSiteLooker } = await import('../../sites/amqp/site-looker.ts');
      return (access, onChange) => createSiteLooker({ access, name: 'certmuster serve', random, onChange });
    },
  });
  const service: Service = {
    ...{ version: tool.version, startedAt: now(), environment, database, scheduler, board, log },
    configuration: configuration.state,
    sites: lookout.status,
    gauges: [() => notificationMetrics(database), () => siteMetrics(lookout.status()), () => processMetrics(now)],
    prepareProbe: (module, target) => prepareProbe(configuration.plan().modules.get(module), target, context),
    evaluateRun: createRunEvaluator(database, environment),
    resendNotification: (number) => {
      const isResent = resendNotifications(database, number, now()) > 0;
      if (isResent) notifier.wake();
      return isResent;
    },
  };
  const http = first.http === undefined ? undefined : await startHttpServer(first.http, service);
  if (http?.ok === false) return http;
  const isAlive = (): boolean => overdueSchedules(scheduler.status(), now()).length === 0;
  const systemd = createSystemdNotifier(context, { log, isAlive });

  const status = (): string => `${describePlan(configuration.plan())}; ${describeNext(scheduler)}`;
  const putInForce = ({ schedules, notifications, sites }: ServicePlan): void => {
    notifier.set({ ...notifications, schedules });
    scheduler.set(schedules);
    lookout.set(sites);
  };
  const historyGone = new AbortController();
  const ending = AbortSignal.any([context.signal, historyGone.signal]);
  const reload = async (): Promise<void> => {
    if (ending.aborted) return;
    systemd.reloading();
    enter(folder);
    const read = await configuration.read();
    if (ending.aborted) return;
    if (!read.ok) {
      reportInputErrors(context, read.error, 'The previous configuration stays in force.');
      systemd.ready(`the configuration is wrong, and the previous one stays in force; ${status()}`);
      return;
    }
    const plan = read.value;
    if (plan.history !== first.history) log('another history needs a restart; the previous one stays in use');
    putInForce(plan);
    watched.files(watchedFiles(plan));
    log(`configuration read: ${status()}`);
    for (const text of updateHttp(http?.value, plan.http)) log(`http: ${text}`);
    systemd.ready(status());
  };
  const watchedFiles = ({ http: plan }: ServicePlan): readonly string[] => [file, ...(plan?.files ?? [])];

  // Before anybody is told that it has started: what changes from then on is noticed.
  const watched = watchConfiguration(context, reload, (reason) => {
    // It would be retried in vain while the history is locked or the disk is full.
    const message = `the configuration could not be put in force: ${reason}; send SIGHUP when that is mended`;
    configuration.fail(message);
    log(message);
  });
  watched.files(watchedFiles(first));
  const leaveHistory = watchIdentity(first.history, () => {
    log(
      `the history ${first.history} was removed or replaced: the service ends, because nothing that it writes is kept`,
    );
    historyGone.abort();
  });
  putInForce(first);
  database.exec(`pragma busy_timeout = ${lockWaitMs}`);
  log(`started: ${status()}`);
  for (const url of http?.value.urls ?? []) log(`listening on ${url}`);
  for (const warning of first.http?.warnings ?? []) log(`http: ${warning}`);
  systemd.ready(status());
  await ended(ending);
  leaveHistory();
  watched.stop();
  systemd.stop();
  log('stopping');
  await Promise.all([systemd.stopping(), scheduler.stop(), lookout.stop(), http?.value.close()]);
  await notifier.stop();
  log('stopped');
  return ok(historyGone.signal.aborted ? 'history-gone' : 'asked');
}

function logRuns(board: RunBoard, log: (text: string) => void): void {
  board.listen((event) => {
    if (event.kind === 'started') log(`${event.progress.schedule}: run started`);
  });
}

/** Puts another plan in force. Returns sentences for the log. */
function updateHttp(server: HttpServer | undefined, plan: HttpPlan | undefined): readonly string[] {
  if (server === undefined || plan === undefined) {
    return server === plan ? [] : ['to begin or to end listening needs a restart'];
  }
  const updated = server.update(plan);
  return [...(updated.ok ? [] : [updated.error]), ...plan.warnings];
}

/** Paths are relative to the working directory, which is another one if the folder was made again. */
function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    // What is missing is said of the file.
  }
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
