import { err, ok, type Result } from '../model/result.ts';
import type { HistoryDatabase } from './database.ts';
import { findFinishedRun, findRun, listSeries, type RunRecord } from './list-runs.ts';

/**
 * The earlier and the later of two runs of one series: those whose numbers are given; of one number, that run and the last; of none, the
 * last two. The error is a clause.
 */
export function chooseRuns(
  database: HistoryDatabase,
  numbers: readonly string[],
  series: string | undefined,
): Result<readonly [RunRecord, RunRecord], string> {
  if (numbers.length > 2) return err('two runs can be compared; give their numbers, the earlier one first');
  const named = numbers.map((text) => ({ text, run: readRun(database, text) }));
  const unknown = named.find(({ run }) => run === undefined);
  if (unknown !== undefined)
    return err(`${unknown.text} is not a finished run; \`certmuster history runs\` lists the runs with their numbers`);
  const [first, second] = named.map(({ run }) => run);
  const chosen = first?.series ?? series ?? listSeries(database)[0];
  if (chosen === undefined) return err('the history has no runs; `scan --history FILE` records them');
  const after = second ?? findFinishedRun(database, { series: chosen });
  const before = first ?? findFinishedRun(database, { series: chosen, before: after?.run });
  if (before === undefined || after === undefined || before.run === after.run)
    return err(`${chosen} has only one finished run, so there is nothing to compare`);
  if (before.series !== after.series)
    return err(
      `run ${before.run} is of ${before.series} and run ${after.run} of ${after.series}; compare runs of one series`,
    );
  return ok(before.run < after.run ? [before, after] : [after, before]);
}

function readRun(database: HistoryDatabase, text: string): RunRecord | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const run = findRun(database, Number(text));
  return run?.finishedAt === null ? undefined : run;
}
