import { jsonPath, type Problem } from './problem.ts';

/** Our documents nest about a dozen levels deep; functions that walk a parsed value recursively need a bound. */
export const maxDepth = 64;

/** An object or a list that is still open. */
interface Level {
  /** Undefined: a list. */
  readonly keys: Set<string> | undefined;
  /** Key or index of what is being read. */
  at: string | number;
}

/**
 * Finds in a text what `JSON.parse` accepts without complaint: a key that occurs twice in one object, of which only the last
 * would count, and nesting beyond `maxDepth`.
 */
export function findJsonFaults(text: string): readonly Problem[] {
  const faults: Problem[] = [];
  const levels: Level[] = [];
  let isKey = false;
  for (let position = 0; position < text.length; position += 1) {
    const level = levels.at(-1);
    switch (text[position]) {
      case '"': {
        const end = endOfString(text, position);
        if (isKey && level?.keys !== undefined) noteKey(level, String(JSON.parse(text.slice(position, end + 1))));
        isKey = false;
        position = end;
        break;
      }
      case '{':
      case '[':
        if (levels.length === maxDepth)
          return [...faults, { path: '', message: `is nested deeper than ${maxDepth} levels` }];
        isKey = text[position] === '{';
        levels.push({ keys: isKey ? new Set() : undefined, at: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        isKey = false;
        break;
      case ',':
        isKey = level?.keys !== undefined;
        if (typeof level?.at === 'number') level.at += 1;
        break;
    }
  }
  return faults;

  function noteKey(level: Level, key: string): void {
    level.at = key;
    if (level.keys?.has(key)) {
      faults.push({ path: jsonPath(levels.map(({ at }) => at)), message: 'is given twice' });
    }
    level.keys?.add(key);
  }
}

/** Index of the closing quote of the string that starts at `start`; the text is valid JSON, so there is one. */
export function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text[position] !== '"') position += text[position] === '\\' ? 2 : 1;
  return position;
}
