import Table from 'cli-table3';

import { textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

/** Escaped text of one cell, and the colour that each of its lines gets after wrapping. */
export interface GridCell {
  readonly text: string;
  readonly paint?: (line: string) => string;
}

/** One row of cells, or one cell across all columns. */
export type GridRow = readonly GridCell[] | { readonly across: GridCell };

export interface GridOptions {
  /** Columns of the terminal; no line is longer. */
  readonly width: number;
  /** Blanks between columns. */
  readonly gap: number;
  /** Blanks before the first column. */
  readonly indent?: number;
  readonly head?: readonly GridCell[];
}

/** Lays rows out in columns without borders; if they are too wide together, the widest columns are narrowed first and their cells wrapped. */
export function renderGrid(rows: readonly GridRow[], options: GridOptions): string {
  const { gap, indent = 0, head } = options;
  const all = head === undefined ? rows : [head, ...rows];
  const columns = columnsOf(all);
  const space = Math.max(columns, options.width - indent - gap * (columns - 1));
  const widths = fitColumns(naturalWidths(all, columns), space);
  const full = widths.reduce((sum, each) => sum + each, gap * (columns - 1));
  const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
  const chars = noBorders(' '.repeat(gap));
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  for (let start = 0; start < all.length; start += rowsPerTable) {
    const table = new Table({ chars, style, colWidths: widths });
    for (const row of all.slice(start, start + rowsPerTable)) table.push(layOut(row, widths, full));
    lines.push(
      ...table
        .toString()
        .split('\n')
        .map((line) => trimBlanks(margin + line)),
    );
  }
  return lines.join('\n');
}

/** cli-table3 0.6 takes time that grows with the square of the rows. The widths are fixed, so pieces fit together. */
const rowsPerTable = 50;

function columnsOf(rows: readonly GridRow[]): number {
  return rows.reduce((most, row) => ('across' in row ? most : Math.max(most, row.length)), 1);
}

function layOut(row: GridRow, widths: readonly number[], full: number) {
  if ('across' in row) return [{ content: wrapCell(row.across, full), colSpan: widths.length }];
  return widths.map((width, index) => wrapCell(row[index] ?? { text: '' }, width));
}

function wrapCell({ text, paint = (line) => line }: GridCell, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (textWidth(line) <= width ? [line] : wrapText(line, width)))
    .map(paint)
    .join('\n');
}

function naturalWidths(rows: readonly GridRow[], columns: number): readonly number[] {
  return [...Array(columns).keys()].map((index) =>
    rows.reduce((widest, row) => {
      const text = 'across' in row ? '' : (row[index]?.text ?? '');
      return Math.max(widest, 1, ...text.split('\n').map((line) => textWidth(line)));
    }, 1),
  );
}

/** Narrows the widest column until all fit. Room left over goes to the last column, so that rows across may use it. */
function fitColumns(natural: readonly number[], space: number): number[] {
  const widths = [...natural];
  let total = widths.reduce((sum, each) => sum + each, 0);
  for (; total > space; total -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  widths[widths.length - 1] = (widths.at(-1) ?? 1) + space - total;
  return widths;
}

function noBorders(middle: string) {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
  const more = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '' };
  return { ...none, ...more, 'right-mid': '', middle };
}

/** Removes the blanks at the end of a line, also those before a closing colour code. */
function trimBlanks(line: string): string {
  return line.replace(/ +$/, '').replace(/ +(\u001b\[\d+m)$/, '$1');
}
