import { listRuns, type RunRecord } from '../../../history/list-runs.ts';
import type { Summary } from '../../../model/scan-report.ts';
import { severityCounts } from '../../../report/severity-counts.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { isJson, printList } from '../../output/print-list.ts';
import { withHistory } from './with-history.ts';

/** Runs in one list: a year of daily ones. */
const mostRuns = 400;

/** `history runs`: newest first. */
export const showRuns: Action = async (_words, args, context) =>
  await withHistory(args, context, async (database) => {
    const runs = listRuns(database, { series: args.text('series'), limit: mostRuns });
    if (isJson(args)) await printList(args, context, runs, ['run']);
    else await printList(args, context, runs.map(forPeople), ['run', 'started', 'series', 'endpoints', 'causes']);
    return exitCodes.clean;
  });

function forPeople({ run, series, startedAt, complete, summary }: RunRecord) {
  const counts = summary as Summary | null;
  return {
    run,
    started: startedAt.slice(0, 16).replace('T', ' '),
    series,
    endpoints: counts === null ? 'not finished' : `${counts.endpoints}${complete === false ? ' (interrupted)' : ''}`,
    causes: counts === null ? '-' : describeCauses(counts.causes),
  };
}

function describeCauses(causes: Summary['causes']): string {
  const { waived, ...counts } = causes;
  const parts = [...severityCounts(counts), ...(waived > 0 ? [`${waived} waived`] : [])];
  return parts.length === 0 ? 'none' : parts.join(', ');
}
