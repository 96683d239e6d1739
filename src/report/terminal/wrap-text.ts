import { isPlain, textWidth } from './text-width.ts';

/** What is laid out of one text, in characters: nobody reads on, and a peer may have written it. JSON has it whole. */
const maximumCharacters = 2_000;

/**
 * Breaks escaped text into lines of at most `width` columns: between words, and within a word that is too long after a
 * dot, slash, colon, comma, at sign or hyphen in the second half of the line, else anywhere. Text of more than
 * `maximumCharacters` is cut first, and the last line says so.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cutText(text)
    .split(' ')
    .flatMap((each) => breakWord(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function cutText(text: string): string {
  const more = text.length - maximumCharacters;
  // Cutting costs a line itself: a few characters more are shown.
  if (more <= 80) return text;
  const kept = text.slice(0, maximumCharacters).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… (${more.toLocaleString('en')} more characters, all in --format json)`;
}

/** Cuts escaped text to `width` columns and marks the cut with an ellipsis. */
export function truncateText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const room = width - 1;
  let taken = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    columns += textWidth(segment);
    if (columns > room) break;
    taken += segment;
  }
  return `${taken.trimEnd()}…`;
}

/** One pass over the word. */
function breakWord(word: string, width: number): readonly string[] {
  if (textWidth(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  let columns = 0;
  for (const segment of segmentsOf(word)) {
    const segmentColumns = textWidth(segment);
    if (part !== '' && columns + segmentColumns > width) {
      const natural = Math.max(...breakMarks.map((mark) => part.lastIndexOf(mark))) + 1;
      const end = natural > part.length / 2 ? natural : part.length;
      parts.push(part.slice(0, end));
      part = part.slice(end);
      columns = textWidth(part);
    }
    part += segment;
    columns += segmentColumns;
  }
  return [...parts, part];
}

/** What takes columns of its own. Finding graphemes costs much, and nearly all text is printable ASCII. */
function segmentsOf(word: string): Iterable<string> {
  if (isPlain(word)) return word;
  return Array.from(graphemes.segment(word), ({ segment }) => segment);
}

const breakMarks = ['.', '/', ':', ',', '@', '-'] as const;

/** What string-width measures by too, so that the widths of the parts add up to the width of the whole. */
const graphemes = new Intl.Segmenter('en');
