/** `12,345`: the report is in English whatever the locale. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** `1 endpoint`, `2,000 endpoints`. */
export function countOf(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
