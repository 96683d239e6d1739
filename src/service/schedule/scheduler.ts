import type { DueTimes } from './due-times.ts';

/** Something that is due again and again. */
export interface Schedule {
  readonly name: string;
  /** When it is due, as text: cron expression and time zone. */
  readonly timing: string;
  readonly due: DueTimes;
  /** Milliseconds by which a run is put off at most, so that many services do not start at one instant; 0: none. */
  readonly jitterMs: number;
  /** Whether a run that was missed, because the service did not run, is made up for. */
  readonly catchesUp: boolean;
}

/** What the scheduler takes from the world; a simulation hands in its own. */
export interface Clock {
  readonly now: () => Date;
  /** Calls back at an instant or soon after; returns what cancels that. Instants may be years ahead. */
  readonly wakeAt: (instant: Date, wake: () => void) => () => void;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

/** What has ended, kept over restarts: see the tables `schedule` and `occurrence` of a history. */
export interface Ledger {
  /** When the schedule was first known with this timing; the first call notes `now`. */
  readonly knownSince: (name: string, timing: string, now: Date) => Date;
  /** The due time of the last run that ended; undefined: none has. */
  readonly lastEnded: (name: string) => Date | undefined;
}

/** Runs what is due, and resolves when it has ended or was aborted. It notes the end in the ledger itself, in one step with its results. Never rejects. */
export type RunSchedule = (run: DueRun) => Promise<void>;

export interface DueRun {
  readonly schedule: Schedule;
  /** When it was due; of a run that was asked for, when it was asked. */
  readonly dueAt: Date;
  readonly signal: AbortSignal;
}

/** How a schedule stands. */
export interface ScheduleStatus {
  readonly name: string;
  readonly runningSince: Date | undefined;
  /** Undefined: it is running, or never due again. */
  readonly nextAt: Date | undefined;
  /** When it starts: `nextAt`, put off by its jitter. */
  readonly startsAt: Date | undefined;
  readonly lastEnded: Date | undefined;
}

/** Keeps schedules: each runs when it is due, never twice at once, and once for all that was missed meanwhile. */
export interface Scheduler {
  /** Replaces the schedules. Those that run go on; one that is no longer there ends its run. */
  readonly set: (schedules: readonly Schedule[]) => void;
  /** Runs a schedule now, beside its due times; false: it is running already, or there is no such schedule. */
  readonly runNow: (name: string) => boolean;
  readonly status: () => readonly ScheduleStatus[];
  /** Aborts what runs, and resolves when all of it has ended. */
  readonly stop: () => Promise<void>;
}

interface Kept {
  schedule: Schedule;
  cancel: (() => void) | undefined;
  nextAt: Date | undefined;
  startsAt: Date | undefined;
  running: { readonly since: Date; readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
}

export function createScheduler(clock: Clock, ledger: Ledger, run: RunSchedule): Scheduler {
  const kept = new Map<string, Kept>();
  const leaving = new Set<Promise<void>>();
  let isStopped = false;

  const start = (entry: Kept, dueAt: Date): void => {
    entry.cancel?.();
    entry.cancel = undefined;
    entry.nextAt = undefined;
    entry.startsAt = undefined;
    const abort = new AbortController();
    const ended = run({ schedule: entry.schedule, dueAt, signal: abort.signal }).finally(() => {
      entry.running = undefined;
      if (!abort.signal.aborted) plan(entry);
    });
    entry.running = { since: clock.now(), abort, ended };
  };

  /** Waits for the next due time, or starts at once what was missed. */
  const plan = (entry: Kept): void => {
    if (isStopped || kept.get(entry.schedule.name) !== entry || entry.running !== undefined) return;
    entry.cancel?.();
    const { name, timing, due, jitterMs, catchesUp } = entry.schedule;
    const now = clock.now();
    // What would have been due under another timing was not missed.
    const known = ledger.knownSince(name, timing, now);
    const ended = ledger.lastEnded(name) ?? known;
    const since = ended > known ? ended : known;
    const missed = catchesUp ? due.latest(since, now) : undefined;
    if (missed !== undefined) {
      start(entry, missed);
      return;
    }
    const next = due.next(now > since ? now : since);
    entry.nextAt = next;
    entry.startsAt = undefined;
    if (next === undefined) return;
    const putOff = new Date(next.getTime() + Math.floor(jitterMs * clock.random()));
    entry.startsAt = putOff;
    entry.cancel = clock.wakeAt(putOff, () => start(entry, next));
  };

  const remove = (entry: Kept): void => {
    entry.cancel?.();
    kept.delete(entry.schedule.name);
    const { running } = entry;
    if (running === undefined) return;
    running.abort.abort();
    leaving.add(running.ended);
    void running.ended.finally(() => leaving.delete(running.ended));
  };

  return {
    set: (schedules) => {
      const names = new Set(schedules.map(({ name }) => name));
      for (const entry of [...kept.values()]) if (!names.has(entry.schedule.name)) remove(entry);
      for (const schedule of schedules) {
        const none = { cancel: undefined, nextAt: undefined, startsAt: undefined, running: undefined };
        const entry = kept.get(schedule.name) ?? { schedule, ...none };
        entry.schedule = schedule;
        kept.set(schedule.name, entry);
        plan(entry);
      }
    },
    runNow: (name) => {
      const entry = kept.get(name);
      if (isStopped || entry === undefined || entry.running !== undefined) return false;
      start(entry, clock.now());
      return true;
    },
    status: () =>
      [...kept.values()].map(({ schedule: { name }, running, nextAt, startsAt }) => ({
        name,
        runningSince: running?.since,
        nextAt,
        startsAt,
        lastEnded: ledger.lastEnded(name),
      })),
    stop: async () => {
      isStopped = true;
      for (const entry of [...kept.values()]) remove(entry);
      await Promise.all(leaving);
    },
  };
}
