import type { HistoryDatabase, Row } from './database.ts';

/** A run as lists show it. */
export interface RunRecord {
  readonly run: number;
  readonly series: string;
  readonly startedAt: string;
  /** Null: it was killed, or is under way. */
  readonly finishedAt: string | null;
  /** The instant that validity was judged as of; null: not finished. */
  readonly asOf: string | null;
  /** False: interrupted; null: not finished. */
  readonly complete: boolean | null;
  readonly version: string | null;
  /** Counts as in a report; null: not finished. */
  readonly summary: unknown;
  /** Whether its observations can be judged again. */
  readonly hasObservations: boolean;
}

const columns = 'id, series, started_at, finished_at, as_of, complete, version, summary, context';

/** Which runs to list. */
export interface RunQuestion {
  readonly series?: string | undefined;
  /** Only runs with a lower number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The runs of a series, or of all, newest first. */
export function listRuns(database: HistoryDatabase, { series, before, limit }: RunQuestion): readonly RunRecord[] {
  const rows = database
    .prepare(
      `select ${columns} from run where (? is null or series = ?) and (? is null or id < ?) order by id desc limit ?`,
    )
    .all(series ?? null, series ?? null, before ?? null, before ?? null, limit);
  return rows.map(readRun);
}

/** A run by its number; undefined: there is none. */
export function findRun(database: HistoryDatabase, run: number): RunRecord | undefined {
  const row = database.prepare(`select ${columns} from run where id = ?`).get(run);
  return row && readRun(row);
}

/** The last finished run of a series before another one; undefined: there is none. `before` undefined: the last of all. */
export function findFinishedRun(
  database: HistoryDatabase,
  { series, before }: { readonly series: string; readonly before?: number | undefined },
): RunRecord | undefined {
  const row = database
    .prepare(
      `select ${columns} from run where series = ? and finished_at is not null and (? is null or id < ?) order by id desc limit 1`,
    )
    .get(series, before ?? null, before ?? null);
  return row && readRun(row);
}

/** Every series with its last run, newest first. */
export function listSeries(database: HistoryDatabase): readonly string[] {
  const rows = database.prepare('select series, max(id) as last from run group by series order by last desc').all();
  return rows.map(({ series }) => String(series));
}

function readRun(row: Row): RunRecord {
  const { id, series, started_at, finished_at, as_of, complete, version, summary, context } = row;
  return {
    run: Number(id),
    series: String(series),
    startedAt: String(started_at),
    finishedAt: textOrNull(finished_at),
    asOf: textOrNull(as_of),
    complete: complete === null ? null : complete === 1,
    version: textOrNull(version),
    summary: typeof summary === 'string' ? JSON.parse(summary) : null,
    hasObservations: context !== null,
  };
}

/** A text column that may be null. */
export function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
