import { plural } from './plural.ts';

const msPerDay = 86_400_000;

/**
 * Whole days from `asOf` to `notAfter`, both ISO 8601, rounded down; negative: whole days since. 0 on the last day and on the first
 * day after the end, which `isPast` tells apart.
 */
export function daysLeft(notAfter: string, asOf: string): number {
  return Math.trunc((Date.parse(notAfter) - Date.parse(asOf)) / msPerDay) || 0;
}

/** Whether the instant is over: `notAfter` itself is still valid. */
export function isPast(notAfter: string, asOf: string): boolean {
  return Date.parse(notAfter) < Date.parse(asOf);
}

/** `in 9 days`, `in less than a day`, `expired 15 days ago`: the same number as `daysLeft`. */
export function describeDaysLeft(notAfter: string, asOf: string): string {
  const days = daysLeft(notAfter, asOf);
  if (isPast(notAfter, asOf)) return days === 0 ? 'expired less than a day ago' : `expired ${plural(-days, 'day')} ago`;
  return days === 0 ? 'in less than a day' : `in ${plural(days, 'day')}`;
}
