/** An instant as messages write it: UTC, whole seconds, `2026-11-22T14:30:00Z`. */
export function instantText(instant: Date): string {
  const time = instant.getTime();
  const known = texts.get(time);
  if (known !== undefined) return known;
  const text = `${instant.toISOString().slice(0, -'.000Z'.length)}Z`;
  if (texts.size >= maximumTexts) texts.clear();
  texts.set(time, text);
  return text;
}

/** Several checks write the same dates, and those of a CA's certificates come up again with each endpoint. */
const texts = new Map<number, string>();
const maximumTexts = 256;

/** Length of a day in a validity period: 86,400 seconds, leap seconds or not (Baseline Requirements §6.3.2). */
export const dayMs = 86_400_000;

/** Whole days in a span, rounded down. */
export function wholeDays(spanMs: number): number {
  return Math.floor(spanMs / dayMs);
}
