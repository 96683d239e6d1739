import { type Conversation, failed, ready, sendLine } from './conversation.ts';
import type { PrefaceOptions } from './preface.ts';
import { quoteReply, readReply } from './replies.ts';

/** SMTP (RFC 3207) and LMTP (RFC 2033), which differs in the command that introduces the client. */
export function* talkSmtp(hello: 'EHLO' | 'LHLO', options: PrefaceOptions): Conversation {
  const name = hello === 'EHLO' ? 'SMTP' : 'LMTP';
  const greeting = yield* readReply('the greeting');
  if (greeting.code !== 220) {
    const what = greeting.code === undefined ? `The peer does not speak ${name}` : 'The server turned the client away';
    return failed(
      `${what}: its greeting was ${quoteReply(greeting)}.`,
      greeting.code === undefined ? undefined : 'QUIT',
    );
  }
  yield* sendLine(`${hello} ${clientName(options)}`);
  const offer = yield* readReply(`the answer to ${hello}`);
  if (offer.code !== 250) return failed(`The server refused ${hello}: ${quoteReply(offer)}.`, 'QUIT');
  if (!offer.lines.some((line) => /^\d{3}[ -]STARTTLS\s*$/i.test(line))) {
    return failed(`The server does not offer STARTTLS: it answered ${hello} with ${quoteReply(offer)}.`, 'QUIT');
  }
  yield* sendLine('STARTTLS');
  const answer = yield* readReply('the answer to STARTTLS');
  return answer.code === 220 ? ready() : failed(`The server refused STARTTLS: ${quoteReply(answer)}.`, 'QUIT');
}

/** RFC 5321 §4.1.1.1: a client without a name of its own gives its address. */
function clientName({ clientName: name, localAddress = '127.0.0.1' }: PrefaceOptions): string {
  return name ?? (localAddress.includes(':') ? `[IPv6:${localAddress}]` : `[${localAddress}]`);
}
