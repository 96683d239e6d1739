import { escapeForTerminal } from '../escape-for-terminal.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';

/** Something with a title and a few named texts. */
export interface Entry {
  readonly title: string;
  readonly fields: Readonly<Record<string, string | readonly string[] | null>>;
}

/** Entries below each other, each field with its name before it. Ends in a newline. */
export function renderEntries(entries: readonly Entry[], { width, colour }: Look): string {
  const paint = createPaint(colour);
  const texts = entries.map(({ title, fields }) => {
    const rows = Object.entries(fields).flatMap(([name, value]): readonly GridRow[] => {
      const text = value === null ? '' : [value].flat().join(', ');
      return text === '' ? [] : [[{ text: spacedWords(name), paint: paint.faint }, { text: escapeForTerminal(text) }]];
    });
    const heading = renderGrid([{ across: { text: escapeForTerminal(title), paint: paint.bold } }], {
      width,
      gap: 1,
    });
    return `${heading}\n${renderGrid(rows, { width, gap: 2, indent: 2 })}`;
  });
  return `${(texts).join('\n\n')}\n`;
}

/** `dnsNames` as people write it: `dns names`. */
export function spacedWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
