export const dayMs = 86_400_000;

const daysOf: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/** `400d`, `8w`, `18m` (of 30 days), `2y` (of 365 days), in days; undefined: none of these. */
export function parseDays(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,5})([dwmy])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (daysOf[unit] ?? 1);
}
