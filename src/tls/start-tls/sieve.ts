import { type Conversation, failed, type Part, ready, sendLine } from './conversation.ts';
import { readLineWithLiterals } from './literals.ts';
import { foreignGreeting, turnedAway } from './other-protocol.ts';
import { quoteLines } from './replies.ts';

/** ManageSieve (RFC 5804 §2.2): the greeting has the capabilities. */
export function* talkSieve(): Conversation {
  const greeting = yield* readResponse('the greeting');
  const said = greeting.lines.join('; ');
  if (greeting.status === undefined) return foreignGreeting('sieve', said);
  if (greeting.status !== 'OK') return turnedAway(said);
  if (!greeting.lines.some((line) => /^"STARTTLS"\s*$/i.test(line))) {
    return failed(`The server does not offer STARTTLS: its greeting was ${quoteLines(greeting.lines)}.`, 'LOGOUT');
  }
  yield* sendLine('STARTTLS');
  const answer = yield* readResponse('the answer to STARTTLS');
  return answer.status === 'OK'
    ? ready()
    : failed(`The server refused STARTTLS: ${quoteLines(answer.lines)}.`, 'LOGOUT');
}

interface Response {
  /** `OK`, `NO` or `BYE`; undefined: the last line is none of this protocol. */
  readonly status: string | undefined;
  readonly lines: readonly string[];
}

/** Reads up to the line with a status; those before it begin with a string (RFC 5804 §1.2). */
function* readResponse(awaits: string): Part<Response> {
  const lines: string[] = [];
  for (;;) {
    const line = yield* readLineWithLiterals(awaits, () => true);
    lines.push(line);
    const status = /^(OK|NO|BYE)(?=[ (]|$)/i.exec(line)?.[1];
    if (status !== undefined || !line.startsWith('"')) return { status: status?.toUpperCase(), lines };
  }
}
