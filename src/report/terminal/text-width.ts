import stringWidth from 'string-width';

/** Columns that escaped text takes on a terminal. */
export function textWidth(text: string): number {
  // Measuring graphemes costs a hundred times as much, and nearly all text is printable ASCII.
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}
