import { quoteText } from './name-of.ts';

/** More items are counted, not listed. A peer decides how many there are. */
export const maximumListed = 8;

/** Joins texts for a sentence: `a`, `a and b`, `a, b and c`, and `… and 12 more` past the first eight, or `most`. */
export function joinWords(items: readonly string[], most = maximumListed): string {
  const shown = items.slice(0, most).map(quoteText);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1);
  return shown.length < 2 ? (last ?? '') : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
