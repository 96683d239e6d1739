import { Cron } from 'croner';

import { err, ok, type Result } from '../../model/result.ts';

/**
 * When a schedule is due: a cron expression (five fields, or six with seconds first) in a time zone. Where clocks go forward, a time that
 * does not exist is due when it would have been; where they go back, a time that exists twice is due once.
 */
export interface DueTimes {
  /** The first due time after an instant; undefined: there is none. */
  readonly next: (after: Date) => Date | undefined;
  /** The last due time after `since` and not after `until`; undefined: there is none. */
  readonly latest: (since: Date, until: Date) => Date | undefined;
}

/** Reads a cron expression. The error is a clause about it or about the time zone. */
export function readDueTimes(expression: string, timeZone: string): Result<DueTimes, string> {
  try {
    // Throws for a zone that the system does not know.
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return err(`${JSON.stringify(timeZone)} is not a time zone; use a name such as Europe/Berlin or UTC`);
  }
  try {
    const cron = new Cron(expression, { timezone: timeZone, paused: true, mode: '5-or-6-parts' });
    const next = (after: Date): Date | undefined => cron.nextRun(after) ?? undefined;
    if (next(new Date(0)) === undefined) return err(`${JSON.stringify(expression)} is never due`);
    return ok({ next, latest: (since, until) => findLatest(cron, { since, until }) });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.replace(/^CronPattern: /, '') : String(thrown);
    return err(
      `${JSON.stringify(expression)} is not a cron expression (${reason}); use for instance "0 3 * * *", every day at 3:00`,
    );
  }
}

function findLatest(cron: Cron, { since, until }: { readonly since: Date; readonly until: Date }): Date | undefined {
  // `previousRuns` looks strictly before its date, in whole seconds.
  const [latest] = cron.previousRuns(1, new Date(until.getTime() + 1_000));
  return latest !== undefined && latest > since && latest <= until ? latest : undefined;
}
