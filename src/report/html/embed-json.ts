import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * JSON that may stand inside `<script type="application/json">`: it holds no `<` (so neither `</script` nor `<!--`), and
 * invisible characters are made visible first, in values and keys, as everywhere in the report.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'string') return escapeForTerminal(each);
    return typeof each === 'object' && each !== null && !Array.isArray(each) ? escapeKeys(each) : each;
  }).replaceAll('<', '\\u003c');
}

function escapeKeys(value: object): object {
  const keys = Object.keys(value).join();
  if (escapeForTerminal(keys) === keys) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [escapeForTerminal(key), each]));
}
