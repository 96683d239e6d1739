import { type Conversation, failed, type Part, ready, sendLine } from './conversation.ts';
import { foreignGreeting, otherProtocol, turnedAway } from './other-protocol.ts';
import { quoteLines, quoteReply, readDotLines, readReply } from './replies.ts';

/** NNTP (RFC 4642). */
export function* talkNntp(): Conversation {
  const greeting = yield* readReply('the greeting');
  const said = greeting.lines.join('; ');
  if (greeting.code === undefined || otherProtocol('nntp', said) !== undefined) return foreignGreeting('nntp', said);
  if (!isWelcome(greeting.code)) return turnedAway(said, 'QUIT');
  let capabilities = yield* readCapabilities();
  if (capabilities?.some(isModeReader) && !capabilities.some(isStartTls)) {
    // RFC 3977 §5.3: the server that feeds other servers hands over to the one for readers, which may offer more.
    yield* sendLine('MODE READER');
    const mode = yield* readReply('the answer to MODE READER');
    if (isWelcome(mode.code)) capabilities = yield* readCapabilities();
  }
  if (capabilities !== undefined && !capabilities.some(isStartTls)) {
    return failed(
      `The server does not offer STARTTLS: it answered CAPABILITIES with ${quoteLines(capabilities)}.`,
      'QUIT',
    );
  }
  yield* sendLine('STARTTLS');
  const answer = yield* readReply('the answer to STARTTLS');
  return answer.code === 382 ? ready() : failed(`The server refused STARTTLS: ${quoteReply(answer)}.`, 'QUIT');
}

/** Undefined: the server does not list them; those older than RFC 3977 do not know the command, and may know STARTTLS. */
function* readCapabilities(): Part<readonly string[] | undefined> {
  yield* sendLine('CAPABILITIES');
  const answer = yield* readReply('the answer to CAPABILITIES');
  return answer.code === 101 ? yield* readDotLines('the rest of the answer to CAPABILITIES') : undefined;
}

/** RFC 3977 §5.1: posting is allowed, or it is not. */
function isWelcome(code: number | undefined): boolean {
  return code === 200 || code === 201;
}

function isStartTls(capability: string): boolean {
  return /^STARTTLS\s*$/i.test(capability);
}

function isModeReader(capability: string): boolean {
  return /^MODE-READER\s*$/i.test(capability);
}
