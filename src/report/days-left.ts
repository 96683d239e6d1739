const msPerDay = 86_400_000;

/** Whole days from `asOf` to `notAfter`, both ISO 8601. Rounded down: 0 on the last day, -1 just after the end. */
export function daysLeft(notAfter: string, asOf: string): number {
  return Math.floor((Date.parse(notAfter) - Date.parse(asOf)) / msPerDay);
}
