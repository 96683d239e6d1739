import stringWidth from 'string-width';

import { textWidth } from './text-width.ts';

/**
 * Breaks escaped text into lines of at most `width` columns: between words, and within a word that is too long after a
 * dot, slash, colon, comma, at sign or hyphen in the second half of the line, else anywhere.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => breakWord(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Cuts escaped text to `width` columns and marks the cut with an ellipsis. */
export function truncateText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const room = width - 1;
  let taken = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    columns += stringWidth(segment);
    if (columns > room) break;
    taken += segment;
  }
  return `${taken.trimEnd()}…`;
}

/** One pass over the word: a peer may have written it, at any length. */
function breakWord(word: string, width: number): readonly string[] {
  if (textWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(word)) {
    const segmentColumns = stringWidth(segment);
    if (part !== '' && columns + segmentColumns > width) {
      const natural = Math.max(...breakMarks.map((mark) => part.lastIndexOf(mark))) + 1;
      const end = natural > part.length / 2 ? natural : part.length;
      parts.push(part.slice(0, end));
      part = part.slice(end);
      columns = stringWidth(part);
    }
    part += segment;
    columns += segmentColumns;
  }
  return [...parts, part];
}

const breakMarks = ['.', '/', ':', ',', '@', '-'] as const;

/** What string-width measures by too, so that the widths of the parts add up to the width of the whole. */
const graphemes = new Intl.Segmenter('en');
