import { spanText } from '../model/span-text.ts';

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

/** `15 days ago`, `12 minutes ago`: how long ago an instant was, in the largest whole unit. */
export function agoText(then: Date, now: Date): string {
  return `${spanText(now.getTime() - then.getTime())} ago`;
}

/** `in 9 days`, `in 5 hours`: how far ahead an instant is, in the largest whole unit. */
export function aheadText(then: Date, now: Date): string {
  return `in ${spanText(then.getTime() - now.getTime())}`;
}

/** Whether the last valid second is over: certificates count in whole seconds. */
export function hasExpired({ notAfter }: { readonly notAfter: Date }, now: Date): boolean {
  return Math.floor(now.getTime() / 1_000) * 1_000 > notAfter.getTime();
}
