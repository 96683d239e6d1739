import { type Conversation, failed, quoteText, readLine, ready, sendLine } from './conversation.ts';
import { foreignGreeting, turnedAway } from './other-protocol.ts';
import { quoteLines, readDotLines } from './replies.ts';

/** POP3 with STLS (RFC 2595 §4). */
export function* talkPop3(): Conversation {
  const greeting = yield* readLine('the greeting');
  if (/^-ERR\b/i.test(greeting)) return turnedAway(greeting, 'QUIT');
  if (!isOk(greeting)) return foreignGreeting('pop3', greeting);
  yield* sendLine('CAPA');
  // A server that does not know CAPA (RFC 2449 is newer than STLS's first implementations) may know STLS.
  if (isOk(yield* readLine('the answer to CAPA'))) {
    const capabilities = yield* readDotLines('the rest of the answer to CAPA');
    if (!capabilities.some((line) => /^STLS\s*$/i.test(line))) {
      return failed(`The server does not offer STLS: it answered CAPA with ${quoteLines(capabilities)}.`, 'QUIT');
    }
  }
  yield* sendLine('STLS');
  const answer = yield* readLine('the answer to STLS');
  return isOk(answer) ? ready() : failed(`The server refused STLS: ${quoteText(answer)}.`, 'QUIT');
}

function isOk(line: string): boolean {
  return /^\+OK(?: |$)/i.test(line);
}
