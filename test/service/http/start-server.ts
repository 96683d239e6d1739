import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';

import { createScheduleLedger } from '../../../src/history/schedule-ledger.ts';
import { err } from '../../../src/model/result.ts';
import type { HttpPlan } from '../../../src/service/http/http-plan.ts';
import { type HttpServer, startHttpServer } from '../../../src/service/http/http-server.ts';
import { resendNotifications } from '../../../src/history/outbox.ts';
import { createRunEvaluator } from '../../../src/service/evaluate-run.ts';
import { createRunBoard } from '../../../src/service/run-board.ts';
import { readDueTimes } from '../../../src/service/schedule/due-times.ts';
import { createScheduler } from '../../../src/service/schedule/scheduler.ts';
import type { ConfigurationState, Service } from '../../../src/service/service.ts';
import { historyFor } from '../../history/runs.ts';
import { createSimulatedClock, type SimulatedClock } from '../simulated-clock.ts';

/** A service with one schedule, which runs until it is told to end, and its HTTP interface on loopback. */
export interface ServerUnderTest {
  readonly url: string;
  readonly port: number;
  readonly server: HttpServer;
  readonly service: Service;
  readonly plan: HttpPlan;
  readonly log: readonly string[];
  readonly clock: SimulatedClock;
  /** Due runs that were started. */
  readonly started: () => number;
  readonly endRun: () => void;
  /** What `/readyz` is told of the configuration. */
  readonly setConfiguration: (state: Partial<ConfigurationState>) => void;
  readonly get: (path: string, options?: RequestInit) => Promise<Response>;
}

/** A token, long enough. */
export const token = 'secret-of-the-tests-0123456789';

/** A caller with a token. */
export function caller(name: string, secret: string, rights: HttpPlan['callers'][number]['rights']) {
  return { name, digest: createHash('sha256').update(secret).digest(), rights };
}

export const openPlan: HttpPlan = {
  addresses: [{ host: '127.0.0.1', port: 0 }],
  publicOrigin: undefined,
  tls: undefined,
  callers: [],
  requestsPerMinute: 100_000,
  files: [],
  warnings: [],
};

export async function startServer(context: TestContext, changes: Partial<HttpPlan> = {}): Promise<ServerUnderTest> {
  const { database } = historyFor(context);
  const clock = createSimulatedClock('2027-02-01T00:00:30.000Z');
  const log: string[] = [];
  let starts = 0;
  let endRun = (): void => undefined;
  const scheduler = createScheduler(clock, createScheduleLedger(database), ({ signal }) => {
    starts += 1;
    return new Promise((resolve) => {
      endRun = resolve;
      signal.addEventListener('abort', () => resolve());
    });
  });
  const due = readDueTimes('0 3 * * *', 'UTC');
  if (!due.ok) throw new Error(due.error);
  scheduler.set([{ name: 'contoso', timing: '0 3 * * * UTC', due: due.value, jitterMs: 0, catchesUp: true }]);
  let state: ConfigurationState = { file: 'service.yaml', readAt: clock.now(), error: null };
  const service: Service = {
    version: '0.0.0',
    startedAt: clock.now(),
    environment: { now: clock.now, monotonicMs: () => performance.now() },
    database,
    scheduler,
    board: createRunBoard(),
    resendNotification: (number) => resendNotifications(database, number, clock.now()) > 0,
    evaluateRun: createRunEvaluator(database, { now: clock.now, monotonicMs: () => performance.now() }),
    sites: () => [],
    configuration: () => state,
    prepareProbe: async () => err({ kind: 'unknown-module', message: 'There is no such module.' }),
    gauges: [],
    log: (text) => void log.push(text),
  };
  const plan = { ...openPlan, ...changes };
  const started = await startHttpServer(plan, service);
  if (!started.ok) throw new Error(started.error);
  context.after(async () => {
    await started.value.close();
    await scheduler.stop();
  });
  const [url = ''] = started.value.urls;
  return {
    ...{ url, port: Number(new URL(url).port), server: started.value, service, plan, log, clock },
    started: () => starts,
    endRun: () => endRun(),
    setConfiguration: (next) => {
      state = { ...state, ...next };
    },
    get: (path, options) => fetch(`${url}${path}`, { redirect: 'manual', ...options }),
  };
}

/** Headers with a token. */
export function bearer(secret: string): Record<string, string> {
  return { authorization: `Bearer ${secret}` };
}

/** Headers with a token as the password of HTTP Basic. */
export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
