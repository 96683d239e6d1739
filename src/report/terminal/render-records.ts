import { escapeForTerminal } from '../escape-for-terminal.ts';
import { renderGrid } from './grid.ts';
import { createPaint } from './paint.ts';

/** Plain records as a table with the columns named. Ends in a newline. */
export function renderRecords<Row extends object>(
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const { bold } = createPaint(colour);
  const head = columns.map((column) => ({ text: spaced(column), paint: bold }));
  const cells = rows.map((row) => columns.map((column) => ({ text: show(row[column]) })));
  return `${renderGrid(cells, { width, gap: 2, head })}\n`;
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return escapeForTerminal(Array.isArray(value) ? value.join(', ') : String(value));
}

/** `serverName` as a person would head a column: `Server name`. */
function spaced(column: string): string {
  const words = column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
