import { type Part, quoteText, readLine } from './conversation.ts';

/** A reply with a code of three digits, of one line or several (RFC 5321 §4.2, RFC 959 §4.2). */
export interface Reply {
  /** Undefined: the first line does not begin as a reply does. */
  readonly code: number | undefined;
  readonly lines: readonly string[];
}

/**
 * Reads a reply. It ends with the line whose code is followed by a space, or by nothing; lines between may have the code and a hyphen
 * (SMTP) or any text (FTP).
 */
export function* readReply(awaits: string): Part<Reply> {
  const first = yield* readLine(awaits);
  const code = /^(\d{3})(?=[ -]|$)/.exec(first)?.[1];
  if (code === undefined) return { code, lines: [first] };
  const lines = [first];
  for (let last = first; last.startsWith(`${code}-`) || !isLast(last, code); ) {
    last = yield* readLine(awaits);
    lines.push(last);
  }
  return { code: Number(code), lines };
}

function isLast(line: string, code: string): boolean {
  return line === code || line.startsWith(`${code} `);
}

/** What the server said, for a message. */
export function quoteReply({ lines }: Reply): string {
  return quoteText(lines.join('; '));
}
