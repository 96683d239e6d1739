import { type Part, quoteText, readLine } from './conversation.ts';

/** A reply with a code of three digits, of one line or several (RFC 5321 §4.2, RFC 959 §4.2). */
export interface Reply {
  /** Undefined: the first line does not begin as a reply does. */
  readonly code: number | undefined;
  readonly lines: readonly string[];
}

/**
 * Reads a reply. It ends with a line whose code is followed by a space, or by nothing; lines between have the code and a hyphen (SMTP)
 * or any text that does not begin so (FTP). Where the codes differ, which is against the rules, the last one counts.
 */
export function* readReply(awaits: string): Part<Reply> {
  const lines = [yield* readLine(awaits)];
  if (!/^\d{3}(?:[ -]|$)/.test(lines[0] ?? '')) return { code: undefined, lines };
  for (;;) {
    const last = lastLine.exec(lines.at(-1) ?? '');
    if (last !== null) return { code: Number(last[1]), lines };
    lines.push(yield* readLine(awaits));
  }
}

const lastLine = /^(\d{3})(?: |$)/;

/** Reads lines up to one that is only a dot (RFC 1939 §3, RFC 3977 §3.1.1). A dot that begins a line is doubled on the way. */
export function* readDotLines(awaits: string): Part<readonly string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = yield* readLine(awaits);
    if (line === '.') return lines;
    lines.push(line.startsWith('.') ? line.slice(1) : line);
  }
}

/** What the server said, for a message. */
export function quoteReply({ lines }: Reply): string {
  return quoteLines(lines);
}

/** Lines of a server, for a message. */
export function quoteLines(lines: readonly string[]): string {
  return quoteText(lines.join('; '));
}
