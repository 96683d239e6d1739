/** `12,345`. The report is English wherever it is read. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** `1 endpoint`, `2,000 endpoints`. */
export function countOf(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
