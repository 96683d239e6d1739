import { escapeMarkup } from '../escape-markup.ts';

/** Text that is HTML already. Only `html` makes it, so text of a peer cannot get in unescaped. */
export interface Markup {
  readonly markup: string;
}

/** What `html` takes: texts are escaped, lists joined, null and undefined leave nothing. */
export type Piece = Markup | string | number | null | undefined | readonly Piece[];

/**
 * A template whose holes are safe in text and in double-quoted attributes. Invisible characters (controls, bidi
 * overrides) are written as `\u{202e}`.
 */
export function html(template: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const parts = template.map((text, index) => `${text}${index < pieces.length ? write(pieces[index]) : ''}`);
  return { markup: parts.join('') };
}

function write(piece: Piece): string {
  if (piece === null || piece === undefined) return '';
  if (typeof piece === 'string') return escapeMarkup(piece);
  if (typeof piece === 'number') return String(piece);
  if ('markup' in piece) return piece.markup;
  return piece.map(write).join('');
}

/** Escaping would show a newline as `\u{a}`, so lines are escaped one by one. */
export function lines(text: string): readonly Markup[] {
  return text.split('\n').map((line) => html`${line}${newline}`);
}

const newline: Markup = { markup: '\n' };
