import { characterWidth, displayWidth } from './display-width.ts';

/**
 * Breaks escaped text into lines of at most `width` columns: between words, and within a word that is too long after a
 * dot, slash, colon, comma, at sign or hyphen where there is one, else anywhere.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => breakWord(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Cuts escaped text to `width` columns, saying so with an ellipsis. */
export function truncateText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${take(text, Math.max(0, width - 1)).trimEnd()}…`;
}

function breakWord(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  while (displayWidth(rest) > width) {
    const fitting = take(rest, Math.max(1, width)) || [...rest].slice(0, 1).join('');
    const natural = Math.max(...['.', '/', ':', ',', '@', '-'].map((mark) => fitting.lastIndexOf(mark))) + 1;
    const part = natural > fitting.length / 2 ? fitting.slice(0, natural) : fitting;
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest];
}

function take(text: string, width: number): string {
  let taken = '';
  let columns = 0;
  for (const character of text) {
    columns += characterWidth(character);
    if (columns > width) break;
    taken += character;
  }
  return taken;
}
