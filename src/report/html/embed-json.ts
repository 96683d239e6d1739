import { escapeForTerminal } from '../escape-for-terminal.ts';

/**
 * JSON that may stand inside `<script type="application/json">`: it holds no `<` (so neither `</script` nor `<!--`), and
 * invisible characters are made visible first, as everywhere in the report.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? escapeForTerminal(each) : each,
  ).replaceAll('<', '\\u003c');
}
