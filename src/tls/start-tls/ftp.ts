import { type Conversation, failed, ready, sendLine } from './conversation.ts';
import { foreignGreeting, greetingHint, turnedAway } from './other-protocol.ts';
import { quoteReply, readReply } from './replies.ts';

/** FTP with AUTH TLS (RFC 4217 §4). */
export function* talkFtp(): Conversation {
  let greeting = yield* readReply('the greeting');
  // RFC 959 §5.4: the service will be ready in some minutes, and then greets.
  while (greeting.code === 120) greeting = yield* readReply('the greeting');
  const said = greeting.lines.join('; ');
  if (greeting.code === undefined) return foreignGreeting('ftp', said);
  if (greeting.code !== 220) return turnedAway(said, 'QUIT');
  yield* sendLine('AUTH TLS');
  const answer = yield* readReply('the answer to AUTH TLS');
  if (begins(answer.code)) return ready();
  if (answer.code === unknownMechanism) {
    // The name in the drafts before RFC 4217, which some servers still have alone.
    yield* sendLine('AUTH SSL');
    const older = yield* readReply('the answer to AUTH SSL');
    if (begins(older.code)) return ready();
  }
  return failed(`The server refused AUTH TLS: ${quoteReply(answer)}${greetingHint('ftp', said)}.`, 'QUIT');
}

/** RFC 2228 §3: 234, and 334 from servers that take the mechanism for one that exchanges data. */
function begins(code: number | undefined): boolean {
  return code === 234 || code === 334;
}

/** RFC 2228 §3. */
const unknownMechanism = 504;
