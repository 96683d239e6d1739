const msPerDay = 86_400_000;

/**
 * Whole days from `asOf` to `notAfter`, both ISO 8601, rounded down: 0 on the last day. After the end the whole days since, as a
 * negative number ("expired 15 days ago" is -15), and -1 on the first day.
 */
export function daysLeft(notAfter: string, asOf: string): number {
  const days = (Date.parse(notAfter) - Date.parse(asOf)) / msPerDay;
  return days < 0 ? Math.min(-1, Math.ceil(days)) : Math.floor(days);
}
