import type { HistoryDatabase } from './database.ts';
import { findFinishedRun, findRun, type RunRecord } from './list-runs.ts';

/** A run that found something changed, and the finished run before it in its series. */
export interface ChangingRun {
  readonly before: RunRecord;
  readonly run: RunRecord;
}

/**
 * The last runs that found something changed, newest first: a cause that began or ended, another certificate, or another verdict. The first
 * run of a series changes nothing.
 */
export function listChangingRuns(database: HistoryDatabase, limit: number): readonly ChangingRun[] {
  const rows = database
    .prepare(
      `select id from run where finished_at is not null
       and exists (select 1 from run as earlier where earlier.series = run.series and earlier.id < run.id and earlier.finished_at is not null)
       and id in (select first_run from cause union select gone_run from cause where gone_run is not null
         union select first_run from observation union select first_run from state)
       order by id desc limit ?`,
    )
    .all(limit);
  return rows.flatMap(({ id }) => {
    const run = findRun(database, Number(id));
    const before = run && findFinishedRun(database, { series: run.series, before: run.run });
    return run === undefined || before === undefined ? [] : [{ before, run }];
  });
}
