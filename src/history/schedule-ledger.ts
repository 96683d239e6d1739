import type { HistoryDatabase } from './database.ts';

/** Which due runs of which schedules have ended. Instants are kept to the millisecond. */
export interface ScheduleLedger {
  /** When a schedule was first known with its timing; another timing begins at `now`. */
  readonly knownSince: (name: string, timing: string, now: Date) => Date;
  readonly lastEnded: (name: string) => Date | undefined;
  /** Notes that a due run has ended. To be called within the transaction that ends `run`. */
  readonly note: (name: string, dueAt: Date, run: number) => void;
  /** Notes that a due run could not be made, and why. */
  readonly noteFailure: (name: string, dueAt: Date, error: string) => void;
}

export function createScheduleLedger(database: HistoryDatabase): ScheduleLedger {
  const addSchedule = database.prepare(
    `insert into schedule (name, timing, since) values (?, ?, ?)
     on conflict (name) do update set timing = excluded.timing, since = excluded.since where timing <> excluded.timing`,
  );
  const since = database.prepare('select since from schedule where name = ?');
  const last = database.prepare('select max(due_at) as last from occurrence where schedule = ?');
  const add = database.prepare('insert or ignore into occurrence (schedule, due_at, run, error) values (?, ?, ?, ?)');
  return {
    knownSince: (name, timing, now) => {
      addSchedule.run(name, timing, now.toISOString());
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
