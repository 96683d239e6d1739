import { escapeForTerminal } from '../escape-for-terminal.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';

/** Rows of short texts below a heading. */
export interface Section {
  readonly heading: string;
  /** Stands below the heading; null: nothing. */
  readonly note: string | null;
  readonly rows: readonly (readonly string[])[];
}

/** Sections below each other, whose columns stand in line. Ends in a newline. */
export function renderSections(sections: readonly Section[], { width, colour }: Look): string {
  const paint = createPaint(colour);
  const rows = sections.flatMap(({ heading, note, rows: each }): readonly GridRow[] => [
    { across: { text: escapeForTerminal(heading), paint: paint.bold } },
    ...(note === null ? [] : [{ across: { text: escapeForTerminal(`  ${note}`), paint: paint.faint } }]),
    ...each.map((cells) => cells.map((text, index) => ({ text: escapeForTerminal(index === 0 ? `  ${text}` : text) }))),
  ]);
  return `${renderGrid(rows, { width, gap: 2 })}\n`;
}
