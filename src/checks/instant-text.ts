import { count } from './join-words.ts';

/** An instant as messages write it: UTC, whole seconds, `2026-11-22T14:30:00Z`. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** The day of an instant in UTC, `2026-11-22`. */
export function dayText(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Length of a day in a validity period: 86,400 seconds, leap seconds or not (Baseline Requirements §6.3.2). */
export const dayMs = 86_400_000;

/** Whole days in a span, rounded down. */
export function wholeDays(spanMs: number): number {
  return Math.floor(spanMs / dayMs);
}

/** `15 days ago`, `less than a day ago`: how long ago an instant was, in whole days rounded down. */
export function agoText(then: Date, now: Date): string {
  const days = wholeDays(now.getTime() - then.getTime());
  return days < 1 ? 'less than a day ago' : `${count(days, 'day')} ago`;
}

/** `in 9 days`, `in less than a day`: how far ahead an instant is, in whole days rounded down. */
export function aheadText(then: Date, now: Date): string {
  const days = wholeDays(then.getTime() - now.getTime());
  return days < 1 ? 'in less than a day' : `in ${count(days, 'day')}`;
}

/** Whether the last valid second is over: certificates count in whole seconds. */
export function hasExpired({ notAfter }: { readonly notAfter: Date }, now: Date): boolean {
  return Math.floor(now.getTime() / 1_000) * 1_000 > notAfter.getTime();
}
