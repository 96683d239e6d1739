/** An instant as messages write it: UTC, whole seconds, `2026-11-22T14:30:00Z`. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** Length of a day in a validity period: 86,400 seconds, leap seconds or not (Baseline Requirements §6.3.2). */
export const dayMs = 86_400_000;

/** Whole days in a span, rounded down. */
export function wholeDays(spanMs: number): number {
  return Math.floor(spanMs / dayMs);
}
