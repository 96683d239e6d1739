/** The words of a list, the one first that takes the fewest letters changed, added or left out; a part of a word is nearly it. */
export function nearestWords(written: string, words: readonly string[]): readonly string[] {
  const distance = new Map(words.map((word) => [word, distanceOf(written, word)]));
  return words.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
}

/** The nearest word if it may be what was meant: at most a third of it differs. */
export function nearestWord(written: string, words: readonly string[]): string | undefined {
  const [nearest] = nearestWords(written, words);
  return nearest !== undefined && distanceOf(written, nearest) * 3 <= nearest.length ? nearest : undefined;
}

/** More words than this are not listed beside the nearest. */
const maximumListed = 16;

/**
 * What to write instead of a word that is not known, as a clause without a full stop: the nearest word if it may be what was meant, and the
 * others if they are few. `all`: where all of them are listed, as a clause; absent: without a near one all are listed, however many.
 */
export function suggestWord(written: string, words: readonly string[], all?: string): string {
  const nearest = nearestWord(written, words);
  const others = words.filter((word) => word !== nearest);
  const areFew = others.length <= maximumListed;
  if (nearest === undefined) return areFew || all === undefined ? `use ${words.join(', ')}` : all;
  return areFew && others.length > 0
    ? `did you mean ${nearest}? Others: ${others.join(', ')}`
    : `did you mean ${nearest}?`;
}

/** A shorter part is in too many words. */
const minimumPart = 3;

function distanceOf(written: string, word: string): number {
  const isPart = written.length >= minimumPart && (word.includes(written) || written.includes(word));
  return isPart && written !== word ? 1 : editDistance(written, word);
}

/** More letters of a word than any of ours has; what is written may be of any length. */
const maximumLetters = 80;

/** Levenshtein's distance, in which two letters swapped are one change. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.slice(0, maximumLetters), b.slice(0, maximumLetters)];
  let before: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column += 1) {
      const replaced = (row[column] ?? 0) + (letter === to[column] ? 0 : 1);
      const isSwap = index > 0 && column > 0 && letter === to[column - 1] && from[index - 1] === to[column];
      const swapped = isSwap ? (before[column - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
