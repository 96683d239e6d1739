import { escapeForTerminal } from '../escape-for-terminal.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';
import { textWidth } from './text-width.ts';
import { wrapText } from './wrap-text.ts';

/** Rows of short texts below a heading: a name, its value, and where that comes from. */
export interface Section {
  /** Null: the section goes on under the heading of the one before. */
  readonly heading: string | null;
  /** Stands below the heading; null: nothing. */
  readonly note: string | null;
  readonly rows: readonly (readonly string[])[];
}

/** Sections below each other, whose columns stand in line; what is too long for its column stands on lines of its own. Ends in a newline. */
export function renderSections(sections: readonly Section[], { width, colour }: Look): string {
  const paint = createPaint(colour);
  const room = measureRoom(sections, width);
  const rows = sections.flatMap(({ heading, note, rows: each }): readonly GridRow[] => [
    ...(heading === null ? [] : [{ across: { text: escapeForTerminal(heading), paint: paint.bold } }]),
    ...(note === null ? [] : [{ across: { text: escapeForTerminal(`  ${note}`), paint: paint.faint } }]),
    ...each.flatMap((cells) => layOut(cells.map(escapeForTerminal), room)),
  ]);
  return `${renderGrid(rows, { width, gap })}\n`;
}

const gap = 2;
const indent = '  ';

/** A longer name leaves too little room for values. */
const maximumName = 28;

/** Less is no room for a value: the grid then narrows what is widest. */
const minimumValue = 12;

interface Room {
  readonly width: number;
  /** Columns for values beside names and places. */
  readonly value: number;
}

function measureRoom(sections: readonly Section[], width: number): Room {
  const rows = sections.flatMap(({ rows: each }) => each.map((cells) => cells.map(escapeForTerminal)));
  const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, textWidth(text)), 1);
  const names = widest(rows.map(([name = '']) => name).filter((name) => !isLong(name)));
  const places = widest(rows.map(([, , place = '']) => place));
  return { width, value: Math.max(minimumValue, width - indent.length - names - places - 2 * gap) };
}

function isLong(name: string): boolean {
  return textWidth(name) > maximumName;
}

/** No word is broken as long as the whole width has room for it. */
function layOut(
  [name = '', value = '', place = '']: readonly string[],
  { width, value: room }: Room,
): readonly GridRow[] {
  const isBroken = value.split(' ').some((word) => textWidth(word) > room);
  const label = `${indent}${name}`;
  const beside = isBroken ? '' : wrapText(value, room).join('\n');
  const below = indent.repeat(2);
  return [
    ...(isLong(name) ? [{ across: { text: label } }] : []),
    [isLong(name) ? '' : label, beside, place].map((text) => ({ text })),
    ...(isBroken ? wrapText(value, width - below.length).map((line) => ({ across: { text: `${below}${line}` } })) : []),
  ];
}
