/** Longer than any name that is looked for. */
const maxLength = 300;

/** A field of a query string; of several the last. Empty: it is absent. */
export function queryText(query: unknown, name: string): string {
  const value = (query as Readonly<Record<string, unknown>>)[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last.trim().slice(0, maxLength) : '';
}

/** A whole number from 1; anything else is 1. */
export function queryPage(query: unknown, name = 'page'): number {
  const text = queryText(query, name);
  return /^[1-9][0-9]{0,6}$/.test(text) ? Number(text) : 1;
}

/** Undefined: it is no number of a run. */
export function readRunNumber(text: string): number | undefined {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}
