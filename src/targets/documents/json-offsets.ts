import { endOfString } from '../../model/json-faults.ts';
import { extendPath } from '../../model/problem.ts';

/** An object or a list that is still open. */
interface Level {
  readonly path: string;
  readonly isList: boolean;
  /** Of what is being read. */
  index: number;
  /** The path of what is being read. */
  at: string;
  /** The next character that is no blank begins a key or an item. */
  isBeginning: boolean;
}

/**
 * Where the keys and items at these JSON paths stand, as offsets. The text is one that `JSON.parse` takes; of a key that is given twice
 * the last counts, as there.
 */
export function findJsonOffsets(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const levels: Level[] = [];
  let path = '';
  if (wanted.has('')) found.set('', Math.max(0, text.search(/\S/)));
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text[offset];
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') continue;
    const level = levels.at(-1);
    const end = character === '"' ? endOfString(text, offset) : offset;
    if (level?.isBeginning && character !== ']' && character !== '}') {
      level.isBeginning = false;
      const part = level.isList ? level.index : String(JSON.parse(text.slice(offset, end + 1)));
      level.at = extendPath(level.path, part);
      path = level.at;
      if (wanted.has(path)) found.set(path, offset);
    }
    switch (character) {
      case '{':
      case '[':
        levels.push({ path, isList: character === '[', index: 0, at: path, isBeginning: true });
        break;
      case '}':
      case ']':
        levels.pop();
        path = levels.at(-1)?.at ?? '';
        break;
      case ',':
        if (level === undefined) break;
        level.index += 1;
        level.isBeginning = true;
        break;
    }
    offset = end;
  }
  return found;
}
