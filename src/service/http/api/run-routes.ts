import { chooseRuns } from '../../../history/choose-runs.ts';
import { compareSnapshots } from '../../../history/compare-snapshots.ts';
import { findFinishedRun, findRun, listRuns } from '../../../history/list-runs.ts';
import type { HistoryDatabase } from '../../../history/database.ts';
import type { Snapshot } from '../../../history/snapshot.ts';
import { snapshotOfRun } from '../../../history/snapshot-of-run.ts';
import { parameters } from '../../../model/api/api-parameters.ts';
import type { NotEvaluated } from '../../evaluate-run.ts';
import { type ApiRoute, defineRoute, refuse } from './api-route.ts';

const { series, before, limit, run, from, to } = parameters;

/** Runs, their reports, and what changed between them. */
export const runRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/api/v1/runs',
    summary: 'Runs, newest first',
    query: { series, before, limit },
    answer: 'Runs',
    reply: ({ database }, { query }) => {
      const rows = listRuns(database, { ...query, limit: query.limit + 1 });
      const value = rows.slice(0, query.limit);
      const last = value.at(-1);
      return { value, next: rows.length > query.limit && last !== undefined ? { before: last.run } : undefined };
    },
  }),
  defineRoute({
    path: '/api/v1/runs/{run}',
    summary: 'A run',
    parameters: { run },
    answer: 'Run',
    refusals: { 404: 'There is no such run.' },
    reply: ({ database }, { parameters: { run: number } }) => {
      const value = findRun(database, number);
      return value === undefined ? unknownRun : { value };
    },
  }),
  defineRoute({
    path: '/api/v1/runs/{run}/report',
    summary: 'The report of a run, judged again as it was then',
    parameters: { run },
    answer: 'Report',
    refusals: {
      404: 'There is no such run.',
      409: 'It has no observations: it was imported from a report, or did not finish.',
      413: 'It has too many endpoints for one document.',
      503: 'Other reports are being written.',
    },
    reply: async ({ evaluateRun }, { parameters: { run: number }, signal }) => {
      const judged = await evaluateRun(number, signal);
      return judged.ok ? { value: judged.value } : refuse(statusOf[judged.error.kind], judged.error.message);
    },
  }),
  defineRoute({
    path: '/api/v1/diff',
    summary: 'What changed from one finished run to a later one of its series',
    query: { from, to, series },
    answer: 'Comparison',
    refusals: { 404: 'There are no two such runs.' },
    reply: ({ database }, { query }) => {
      const earlierRun = query.from ?? runBefore(database, query.to);
      if (query.to !== undefined && earlierRun === undefined)
        return refuse(404, `Run ${query.to} has no finished run before it.`);
      const numbers = [earlierRun, query.to].filter((each) => each !== undefined);
      const chosen = chooseRuns(database, numbers, query.series);
      if (!chosen.ok) return refuse(404, `${chosen.error}.`);
      const [earlier, later] = [snapshotOfRun(database, chosen.value[0]), snapshotOfRun(database, chosen.value[1])];
      return { value: { before: nameOf(earlier), after: nameOf(later), ...compareSnapshots(earlier, later) } };
    },
  }),
];

const statusOf: Readonly<Record<NotEvaluated['kind'], number>> = {
  unknown: 404,
  'cannot-be-judged': 409,
  'too-large': 413,
  busy: 503,
  gone: 503,
};

/** The finished run before one that is given. */
function runBefore(database: HistoryDatabase, to: string | undefined): string | undefined {
  const later = to === undefined ? undefined : findRun(database, Number(to));
  return later && findFinishedRun(database, { series: later.series, before: later.run })?.run.toString();
}

const unknownRun = refuse(404, 'There is no such run. /api/v1/runs lists them.');

function nameOf({ name, startedAt }: Snapshot) {
  return { name, startedAt };
}
