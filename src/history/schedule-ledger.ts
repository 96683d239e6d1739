import type { HistoryDatabase } from './database.ts';

/** Which due runs of which schedules have ended. Instants are kept to the millisecond. */
export interface ScheduleLedger {
  readonly knownSince: (name: string, now: Date) => Date;
  readonly lastEnded: (name: string) => Date | undefined;
  /** Notes that a due run has ended. To be called within the transaction that ends `run`. */
  readonly note: (name: string, dueAt: Date, run: number) => void;
}

export function createScheduleLedger(database: HistoryDatabase): ScheduleLedger {
  const addSchedule = database.prepare('insert or ignore into schedule (name, since) values (?, ?)');
  const since = database.prepare('select since from schedule where name = ?');
  const last = database.prepare('select max(due_at) as last from occurrence where schedule = ?');
  const add = database.prepare('insert or ignore into occurrence (schedule, due_at, run) values (?, ?, ?)');
  return {
    knownSince: (name, now) => {
      addSchedule.run(name, now.toISOString());
      return new Date(String(since.get(name)?.['since']));
    },
    lastEnded: (name) => {
      const found = last.get(name)?.['last'];
      return typeof found === 'string' ? new Date(found) : undefined;
    },
    note: (name, dueAt, run) => void add.run(name, dueAt.toISOString(), run),
  };
}
