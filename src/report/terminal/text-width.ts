import stringWidth from 'string-width';

/** Columns that escaped text takes on a terminal. */
export function textWidth(text: string): number {
  // Measuring graphemes costs a hundred times as much, and nearly all text is printable ASCII.
  return isPlain(text) ? text.length : stringWidth(text);
}

/** Whether each character takes one column: printable ASCII. */
export function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}
