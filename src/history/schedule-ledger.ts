import type { HistoryDatabase } from './database.ts';
import { lastOccurrence } from './last-occurrence.ts';

/** Which due runs of which schedules have ended. Instants are kept to the millisecond. */
export interface ScheduleLedger {
  /**
   * When a schedule was first known with its timing; another timing begins at `now`. What a clock that was ahead has left is forgotten:
   * until then nothing would be due.
   */
  readonly knownSince: (name: string, timing: string, now: Date) => Date;
  readonly lastEnded: (name: string) => Date | undefined;
  /** Notes that a due run has ended. To be called within the transaction that ends `run`. */
  readonly note: (name: string, dueAt: Date, run: number) => void;
  /** Notes that a due run could not be made, and why. */
  readonly noteFailure: (name: string, dueAt: Date, error: string) => void;
}

/** Clocks are set back by seconds, and by an hour if somebody takes local time for UTC. What lies further ahead did not happen. */
const mostAheadMs = 3_600_000;

export function createScheduleLedger(database: HistoryDatabase): ScheduleLedger {
  const addSchedule = database.prepare(
    `insert into schedule (name, timing, since) values (?, ?, ?)
     on conflict (name) do update set timing = excluded.timing, since = excluded.since
     where timing <> excluded.timing or schedule.since > ?`,
  );
  const forget = database.prepare('delete from occurrence where schedule = ? and due_at > ?');
  const since = database.prepare('select since from schedule where name = ?');
  const last = database.prepare('select max(due_at) as last from occurrence where schedule = ?');
  const add = database.prepare('insert or ignore into occurrence (schedule, due_at, run, error) values (?, ?, ?, ?)');
  return {
    knownSince: (name, timing, now) => {
      const ahead = new Date(now.getTime() + mostAheadMs).toISOString();
      addSchedule.run(name, timing, now.toISOString(), ahead);
      forget.run(name, ahead);
      return new Date(String(since.get(name)?.['since']));
    },
    lastEnded: (name) => {
      const found = last.get(name)?.['last'];
      return typeof found === 'string' ? new Date(found) : undefined;
    },
    note: (name, dueAt, run) => void add.run(name, dueAt.toISOString(), run, null),
    noteFailure: (name, dueAt, error) => void add.run(name, dueAt.toISOString(), null, error),
  };
}

/** How the last run of a schedule went. */
export interface LastRun {
  /** When the schedule was first known with its timing. */
  readonly since: Date;
  /** How long the last run that was made took. */
  readonly lastTookMs: number;
  /** Why the last due run could not be made; null: it was, or there was none. */
  readonly error: string | null;
}

/** Looks how the last run of a schedule went. `now` stands for the beginning of a schedule that is not known yet. */
export function lastRunOf(database: HistoryDatabase, name: string, now: Date): LastRun {
  const since = database.prepare('select since from schedule where name = ?').get(name)?.['since'];
  const run = database
    .prepare(
      'select started_at, finished_at from run where series = ? and finished_at is not null order by id desc limit 1',
    )
    .get(name);
  const took = run === undefined ? 0 : Date.parse(String(run['finished_at'])) - Date.parse(String(run['started_at']));
  return {
    since: typeof since === 'string' ? new Date(since) : now,
    lastTookMs: Math.max(0, took),
    error: lastOccurrence(database, name)?.error ?? null,
  };
}
