import type { TestContext } from 'node:test';

import fastify from 'fastify';

import type { HistoryDatabase } from '../../../src/history/database.ts';
import { addPage } from '../../../src/service/page/add-page.ts';
import { resendNotifications } from '../../../src/history/outbox.ts';
import { createRunEvaluator } from '../../../src/service/evaluate-run.ts';
import { createRunBoard, type RunBoard } from '../../../src/service/run-board.ts';
import type { ScheduleStatus } from '../../../src/service/schedule/scheduler.ts';
import type { ConfigurationState, Service } from '../../../src/service/service.ts';
import type { SiteStatus } from '../../../src/service/sites/site-lookout.ts';
import { historyFor } from '../../history/runs.ts';

/** The pages of a service on loopback, whose schedules and clock are the test's own. */
export interface ServedPage {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly database: HistoryDatabase;
  readonly board: RunBoard;
  /** Schedules that were asked to run now. */
  readonly asked: readonly string[];
  readonly schedules: ScheduleStatus[];
  /** Empty at first. */
  readonly sites: SiteStatus[];
  readonly log: readonly string[];
  readonly setConfiguration: (state: Partial<ConfigurationState>) => void;
  readonly close: () => Promise<void>;
  readonly get: (
    path: string,
  ) => Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }>;
}

/** Runs of `record` are of January 2027. */
export const now = new Date('2027-02-01T12:00:00Z');

/** Serves the pages until the test ends. */
export async function servePage(context: TestContext): Promise<ServedPage> {
  const { database } = historyFor(context);
  const board = createRunBoard();
  const [asked, log]: [string[], string[]] = [[], []];
  const sites: SiteStatus[] = [];
  const schedules: ScheduleStatus[] = [
    {
      name: 'targets.json',
      runningSince: undefined,
      nextAt: new Date('2027-02-02T03:00:00Z'),
      startsAt: new Date('2027-02-02T03:00:00Z'),
      lastEnded: undefined,
    },
  ];
  let configuration: ConfigurationState = { file: 'service.yaml', readAt: now, error: null };
  const service: Service = {
    ...{ version: '0.1.0', startedAt: now, environment: { now: () => now }, database, board },
    scheduler: {
      status: () => schedules,
      runNow: (name) => {
        asked.push(name);
        return true;
      },
    },
    resendNotification: (number) => resendNotifications(database, number, now) > 0,
    evaluateRun: createRunEvaluator(database, { now: () => now }),
    sites: () => sites,
    configuration: () => configuration,
    gauges: [],
    prepareProbe: async () => {
      throw new Error('no test of the pages probes');
    },
    log: (text) => void log.push(text),
  };
  // Browsers hold connections open on which they have asked for nothing yet.
  const server = fastify({ forceCloseConnections: true });
  addPage(server, service);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const close = async (): Promise<void> => await server.close();
  context.after(close);
  return {
    ...{ url, database, board, asked, log, schedules, sites, close },
    setConfiguration: (state) => {
      configuration = { ...configuration, ...state };
    },
    get: async (path) => {
      const response = await fetch(`${url}${path}`);
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
  };
}
