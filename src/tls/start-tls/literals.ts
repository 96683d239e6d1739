import { type Part, readBytes, readLine } from './conversation.ts';

/**
 * Reads a line in which strings may be literals: `{5}` or `{5+}` at its end, and after it so many bytes and the rest of the line (RFC 9051
 * §4.3, RFC 5804 §1.2). A literal is returned as a quoted string. `mayHave`: whether a line that begins so can have one.
 */
export function* readLineWithLiterals(awaits: string, mayHave: (line: string) => boolean): Part<string> {
  const parts = [yield* readLine(awaits)];
  if (!mayHave(parts[0] ?? '')) return parts.join('');
  for (;;) {
    const last = parts.at(-1) ?? '';
    const announced = /~?\{(\d{1,10})\+?\}$/.exec(last);
    if (announced === null) return parts.join('');
    const literal = yield* readBytes(Number(announced[1]), awaits);
    parts.splice(-1, 1, last.slice(0, announced.index), quoted(literal), yield* readLine(awaits));
  }
}

function quoted(literal: Uint8Array): string {
  const text = Array.from(literal, (byte) => String.fromCharCode(byte)).join('');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
