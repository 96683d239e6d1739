import { escapeForTerminal } from '../../../report/escape-for-terminal.ts';

/** Text that a peer may have had a hand in, in one line of visible characters, of so many UTF-16 code units at most. */
export function shorten(text: string, most: number): string {
  const shown = escapeForTerminal(text.replace(/\s+/g, ' ').trim());
  if (shown.length <= most) return shown;
  // Not within a pair of surrogates.
  const cut = shown.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}…`;
}
