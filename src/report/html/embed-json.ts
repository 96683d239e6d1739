import { escapeForTerminal } from '../escape-for-terminal.ts';

const plain = /^[\x20-\x7e]*$/;

/**
 * JSON that may stand inside `<script type="application/json">`: it holds no `<` (so neither `</script` nor `<!--`), and
 * what a stranger wrote is made visible first, as everywhere in the report.
 */
export function embedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' && !plain.test(each) ? escapeForTerminal(each) : each,
  ).replaceAll('<', '\\u003c');
}
