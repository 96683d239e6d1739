import type { HistoryDatabase } from './database.ts';
import { findFinishedRun, type RunRecord, textOrNull } from './list-runs.ts';

/** How a series stands. */
export interface SeriesState {
  /** The last run that finished; undefined: none has. */
  readonly lastRun: RunRecord | undefined;
  /** Runs that the history has of it, finished or not, and the start of the first; null: it has none. */
  readonly runs: number;
  readonly firstRunAt: string | null;
  /** The last due time of the schedule that was served, and why no run could be made for it; undefined: none was. */
  readonly lastOccurrence: { readonly dueAt: string; readonly error: string | null } | undefined;
  /** Causes that stand, by severity; those that are waived are counted apart. */
  readonly causes: CauseCounts;
}

interface CauseCounts {
  readonly critical: number;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly waived: number;
}

/** Asks how a series stands. A schedule and its series have the same name. */
export function readSeriesState(database: HistoryDatabase, series: string): SeriesState {
  const span = database.prepare('select count(*) as n, min(started_at) as first from run where series = ?').get(series);
  const occurrence = database
    .prepare('select due_at, error from occurrence where schedule = ? order by due_at desc limit 1')
    .get(series);
  const counts = database
    .prepare(
      `select case when waived then 'waived' else severity end as kind, count(*) as n from cause
       where series = ? and gone_run is null group by kind`,
    )
    .all(series);
  const causes: CauseCounts = { critical: 0, error: 0, warning: 0, info: 0, waived: 0 };
  return {
    lastRun: findFinishedRun(database, { series }),
    runs: Number(span?.['n'] ?? 0),
    firstRunAt: textOrNull(span?.['first']),
    lastOccurrence: occurrence && { dueAt: String(occurrence['due_at']), error: textOrNull(occurrence['error']) },
    causes: { ...causes, ...Object.fromEntries(counts.map(({ kind, n }) => [String(kind), Number(n)])) },
  };
}

/** Bytes of the database, without what is still to be moved into it from the write-ahead log. */
export function sizeOf(database: HistoryDatabase): number {
  const read = (name: string): number => Number(database.prepare(`pragma ${name}`).get()?.[name] ?? 0);
  return read('page_count') * read('page_size');
}
