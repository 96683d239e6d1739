import { spanText } from '../model/span-text.ts';

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

/** `in 9 days`, `in 5 hours`, `expired 15 days ago`: the same number of days as `daysLeft`, and smaller units below a day. */
export function describeDaysLeft(notAfter: string, asOf: string): string {
  const leftMs = Date.parse(notAfter) - Date.parse(asOf);
  return isPast(notAfter, asOf) ? `expired ${spanText(-leftMs)} ago` : `in ${spanText(leftMs)}`;
}
