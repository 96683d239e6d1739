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
  /** When it starts: `nextAt`, put off by its jitter, or because its last attempt left no note in the ledger. */
  readonly startsAt: Date | undefined;
  readonly lastEnded: Date | undefined;
  /** What its last run found could not be recorded: the run is made again. */
  readonly isUnrecorded?: boolean;
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
  /** Present while it waits. */
  cancel: (() => void) | undefined;
  nextAt: Date | undefined;
  startsAt: Date | undefined;
  running: { readonly since: Date; readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  /** The last run, unless the ledger has it: how many in a row it does not have, and when this one ended. */
  tried: { readonly dueAt: Date; readonly times: number; readonly endedAt: Date } | undefined;
}

interface Waiting {
  readonly nextAt: Date;
  readonly startsAt: Date;
  readonly wake: () => void;
}

/**
 * A run that ended and is not in the ledger, because the disk is full or the history is locked, is made again after a minute, then after
 * twice as long each time up to an hour: each attempt audits everything.
 */
const firstRetryMs = 60_000;
const mostRetryMs = 3_600_000;

export function createScheduler(clock: Clock, ledger: Ledger, run: RunSchedule): Scheduler {
  const kept = new Map<string, Kept>();
  /** Runs of schedules that are gone, until they have ended. */
  const leaving = new Map<string, Promise<void>>();
  let isStopped = false;

  const wait = (entry: Kept, { nextAt, startsAt, wake }: Waiting): void => {
    entry.nextAt = nextAt;
    entry.startsAt = startsAt;
    entry.cancel = clock.wakeAt(startsAt, wake);
  };

  const start = (entry: Kept, dueAt: Date): void => {
    entry.cancel?.();
    entry.cancel = undefined;
    entry.nextAt = undefined;
    entry.startsAt = undefined;
    const abort = new AbortController();
    const ended = run({ schedule: entry.schedule, dueAt, signal: abort.signal }).finally(() => {
      entry.running = undefined;
      entry.tried = { dueAt, times: (entry.tried?.times ?? 0) + 1, endedAt: clock.now() };
      if (!abort.signal.aborted) plan(entry);
    });
    entry.running = { since: clock.now(), abort, ended };
  };

  /** Waits for the next due time, or starts at once what was missed. */
  const plan = (entry: Kept): void => {
    const { name } = entry.schedule;
    if (isStopped || kept.get(name) !== entry || entry.running !== undefined) return;
    // It was removed and added again while it ran: it never runs twice at once.
    const before = leaving.get(name);
    if (before !== undefined) {
      void before.finally(() => plan(entry));
      return;
    }
    entry.cancel?.();
    entry.cancel = undefined;
    try {
      planWith(entry, clock.now());
    } catch {
      // The ledger cannot be used. What it would say is asked again when the disk has room, or the lock is gone.
      const startsAt = new Date(clock.now().getTime() + firstRetryMs);
      wait(entry, { nextAt: entry.tried?.dueAt ?? startsAt, startsAt, wake: () => plan(entry) });
    }
  };

  const planWith = (entry: Kept, now: Date): void => {
    const { name, timing, due, jitterMs, catchesUp } = entry.schedule;
    // What would have been due under another timing was not missed.
    const known = ledger.knownSince(name, timing, now);
    const lastEnded = ledger.lastEnded(name);
    if (entry.tried !== undefined && lastEnded !== undefined && lastEnded >= entry.tried.dueAt) entry.tried = undefined;
    const ended = lastEnded ?? known;
    const since = ended > known ? ended : known;
    const missed = catchesUp ? due.latest(since, now) : undefined;
    if (missed !== undefined) {
      const againAt = retryAt(entry, now);
      if (againAt > now) wait(entry, { nextAt: missed, startsAt: againAt, wake: () => plan(entry) });
      else start(entry, missed);
      return;
    }
    const next = due.next(now > since ? now : since);
    entry.nextAt = next;
    entry.startsAt = undefined;
    if (next === undefined) return;
    const startsAt = new Date(next.getTime() + Math.floor(jitterMs * clock.random()));
    wait(entry, { nextAt: next, startsAt, wake: () => start(entry, next) });
  };

  const remove = (entry: Kept): void => {
    entry.cancel?.();
    const { name } = entry.schedule;
    kept.delete(name);
    const { running } = entry;
    if (running === undefined) return;
    running.abort.abort();
    leaving.set(name, running.ended);
    void running.ended.finally(() => leaving.delete(name));
  };

  return {
    set: (schedules) => {
      const names = new Set(schedules.map(({ name }) => name));
      for (const entry of [...kept.values()]) if (!names.has(entry.schedule.name)) remove(entry);
      for (const schedule of schedules) {
        const known = kept.get(schedule.name);
        const entry = known ?? { schedule, ...nothingYet };
        // A run that is put off by jitter must not be lost, nor be put off again, because the configuration is read again.
        const waitsOn = known?.cancel !== undefined && isSameWaiting(known.schedule, schedule);
        entry.schedule = schedule;
        kept.set(schedule.name, entry);
        if (!waitsOn) plan(entry);
      }
    },
    runNow: (name) => {
      const entry = kept.get(name);
      if (isStopped || entry === undefined || entry.running !== undefined || leaving.has(name)) return false;
      start(entry, clock.now());
      return true;
    },
    status: () =>
      [...kept.values()].map(({ schedule: { name }, running, nextAt, startsAt, tried }) => ({
        name,
        runningSince: running?.since,
        nextAt,
        startsAt,
        lastEnded: ledger.lastEnded(name),
        isUnrecorded: tried !== undefined,
      })),
    stop: async () => {
      isStopped = true;
      for (const entry of [...kept.values()]) remove(entry);
      await Promise.all(leaving.values());
    },
  };
}

const nothingYet = {
  cancel: undefined,
  nextAt: undefined,
  startsAt: undefined,
  running: undefined,
  tried: undefined,
} satisfies Omit<Kept, 'schedule'>;

function isSameWaiting(a: Schedule, b: Schedule): boolean {
  return a.timing === b.timing && a.jitterMs === b.jitterMs && a.catchesUp === b.catchesUp;
}

/** From when on what is due may be tried; a clock that was set back does not put it off any longer. */
function retryAt({ tried }: Pick<Kept, 'tried'>, now: Date): Date {
  if (tried === undefined) return now;
  const waitMs = Math.min(mostRetryMs, firstRetryMs * 2 ** Math.min(tried.times - 1, 30));
  return new Date(Math.min(tried.endedAt.getTime(), now.getTime()) + waitMs);
}
