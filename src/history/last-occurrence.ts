import type { HistoryDatabase } from './database.ts';
import { textOrNull } from './list-runs.ts';

/** A due run of a schedule that has ended. */
export interface Occurrence {
  readonly dueAt: string;
  /** Its number; null: it could not be made, or is forgotten. */
  readonly run: number | null;
  /** Why it could not be made. */
  readonly error: string | null;
}

/** The last due run of a schedule that has ended; undefined: none has. */
export function lastOccurrence(database: HistoryDatabase, schedule: string): Occurrence | undefined {
  const row = database
    .prepare('select due_at, run, error from occurrence where schedule = ? order by due_at desc limit 1')
    .get(schedule);
  if (row === undefined) return undefined;
  return {
    dueAt: String(row['due_at']),
    run: row['run'] === null ? null : Number(row['run']),
    error: textOrNull(row['error']),
  };
}
