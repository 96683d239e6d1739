import { type Conversation, failed, type Part, quoteText, readLine, ready, sendLine } from './conversation.ts';
import { readLineWithLiterals } from './literals.ts';
import { foreignGreeting, turnedAway } from './other-protocol.ts';
import { quoteLines } from './replies.ts';

/** IMAP (RFC 9051 §6.2.1, RFC 3501). */
export function* talkImap(): Conversation {
  const greeting = yield* readLine('the greeting');
  switch (/^\* (OK|PREAUTH|BYE)(?: |$)/i.exec(greeting)?.[1]?.toUpperCase()) {
    case 'OK':
      break;
    case 'BYE':
      return turnedAway(greeting);
    case 'PREAUTH':
      // RFC 9051 §6.2.1: only before authentication. A peer in between can send this greeting to prevent TLS (CVE-2020-14093).
      return failed(
        `The server treats the client as logged in already, so STARTTLS is not allowed: its greeting was ${quoteText(greeting)}.`,
        'z LOGOUT',
      );
    default:
      return foreignGreeting('imap', greeting);
  }
  yield* sendLine('a CAPABILITY');
  const listed = yield* readAnswer('a', 'the answer to CAPABILITY');
  if (listed.status === 'BYE') return failed(`The server ended the session: ${quoteText(listed.line)}.`);
  // A server that does not list its capabilities may have this one.
  const capabilities = listed.untagged.filter((line) => /^\* CAPABILITY /i.test(line));
  if (listed.status === 'OK' && !capabilities.some((line) => / STARTTLS(?: |$)/i.test(line))) {
    const said = quoteLines([...capabilities, listed.line]);
    return failed(`The server does not offer STARTTLS: it answered CAPABILITY with ${said}.`, 'z LOGOUT');
  }
  yield* sendLine('b STARTTLS');
  const answer = yield* readAnswer('b', 'the answer to STARTTLS');
  return answer.status === 'OK'
    ? ready()
    : failed(`The server refused STARTTLS: ${quoteText(answer.line)}.`, 'z LOGOUT');
}

interface Answer {
  /** `OK`, `NO`, `BAD`; `BYE`: the server ends the session; undefined: none of them. */
  readonly status: string | undefined;
  /** That the status is in. */
  readonly line: string;
  readonly untagged: readonly string[];
}

/** Reads up to the line with the tag. Between, a server may send what it likes (RFC 9051 §7). */
function* readAnswer(tag: string, awaits: string): Part<Answer> {
  const untagged: string[] = [];
  for (;;) {
    const line = yield* readLineWithLiterals(awaits, isData);
    const [first = '', status = ''] = line.split(' ', 2).map((word) => word.toUpperCase());
    if (first === tag.toUpperCase()) return { status: status === '' ? undefined : status, line, untagged };
    if (first === '*' && status === 'BYE') return { status, line, untagged };
    untagged.push(line);
  }
}

/** Only data have literals; the text of a status may end with what looks like one. */
function isData(line: string): boolean {
  return /^\* (?!(?:OK|NO|BAD|BYE|PREAUTH) )/i.test(line);
}
