import { escapeForTerminal } from '../escape-for-terminal.ts';
import { renderGrid } from './grid.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';
import { spacedWords } from './render-entries.ts';

/** Plain records as a table with the columns named. Ends in a newline. */
export function renderRecords<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  { width, colour }: Look,
): string {
  const { bold } = createPaint(colour);
  const head = columns.map((column) => ({ text: columnHead(column), paint: bold }));
  const cells = rows.map((row) => columns.map((column) => ({ text: show(row[column]) })));
  return `${renderGrid(cells, { width, gap: 2, head })}\n`;
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return escapeForTerminal(Array.isArray(value) ? value.join(', ') : String(value));
}

/** `serverName` as a column is headed: `Server name`. */
function columnHead(column: string): string {
  const words = spacedWords(column);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
