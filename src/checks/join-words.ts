import { maximumListed } from '../pki/join-words.ts';
import { quoteText } from '../pki/name-of.ts';

export { joinWords } from '../pki/join-words.ts';

/** What fits into the title of a failure. */
export const FEW = 3;

/** Joins alternatives for a sentence: `a`, `a or b`, `a, b or c`, and `… or 12 more` past the first eight. */
export function joinAlternatives(items: readonly string[]): string {
  const rest = items.length - maximumListed;
  const shown = items.slice(0, maximumListed).map(quoteText);
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1);
  return all.length < 2 ? (last ?? '') : `${all.slice(0, -1).join(', ')} or ${last}`;
}

/** The short form for `expected` and `observed`: comma-separated, cut like `joinWords`; `none` if there is nothing. */
export function listValues(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const shown = items.slice(0, maximumListed).map(quoteText);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')}, … (${rest} more)` : shown.join(', ');
}

/** `1 day`, `2 days`. */
export function count(quantity: number, singular: string, plural = `${singular}s`): string {
  return `${quantity} ${quantity === 1 ? singular : plural}`;
}

/** Each text once, in order. */
export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
