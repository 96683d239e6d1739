import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * JSON that may stand inside `<script type="application/json">`: it holds no `<` (so neither `</script` nor `<!--`), and
 * invisible characters are made visible first, in values and keys, as everywhere in the report.
 */
export function embedJson(value: unknown): string {
  const visibleKeys = new Set<string>();
  const isVisible = (key: string): boolean => {
    if (visibleKeys.has(key)) return true;
    const isSame = escapeForTerminal(key) === key;
    if (isSame) visibleKeys.add(key);
    return isSame;
  };
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'string') return escapeForTerminal(each);
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    if (Object.keys(each).every(isVisible)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [escapeForTerminal(key), inner]));
  }).replaceAll('<', '\\u003c');
}
