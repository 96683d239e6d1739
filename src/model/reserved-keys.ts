import { jsonPath, type Problem } from './problem.ts';

/** JavaScript has its own use for this key, and schemas ignore it, so documents may not have it. */
const reserved = '__proto__';

/**
 * Removes keys named `__proto__` from a JSON document at any depth, and reports each as a problem. The input is not changed; a
 * document without such keys is returned itself.
 */
export function withoutReservedKeys(json: unknown): { readonly json: unknown; readonly problems: readonly Problem[] } {
  const found = findReserved(json);
  if (found.length === 0) return { json, problems: [] };
  const copy: unknown = structuredClone(json);
  for (const { holder } of findReserved(copy)) Reflect.deleteProperty(holder, reserved);
  return { json: copy, problems: found.map(({ path }) => ({ path: jsonPath(path), message: 'unknown key' })) };
}

interface Found {
  readonly holder: object;
  readonly path: readonly (string | number)[];
}

interface Position {
  readonly value: unknown;
  readonly key: string | number;
  readonly above: Position | undefined;
}

function findReserved(json: unknown): readonly Found[] {
  const found: Found[] = [];
  const open: Position[] = [{ value: json, key: '', above: undefined }];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    const { value } = position;
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, reserved)) found.push({ holder: value, path: [...pathOf(position), reserved] });
    const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    for (const [key, below] of entries) open.push({ value: below, key, above: position });
  }
  return found;
}

function pathOf(position: Position): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let each: Position | undefined = position; each?.above !== undefined; each = each.above) path.unshift(each.key);
  return path;
}
