import { type Conversation, failed, ready, sendLine } from './conversation.ts';
import { foreignGreeting, greetingHint, turnedAway } from './other-protocol.ts';
import type { PrefaceOptions } from './preface.ts';
import { quoteReply, type Reply, readReply } from './replies.ts';

/** SMTP (RFC 3207) and LMTP (RFC 2033), which differs in the command that introduces the client. */
export function* talkSmtp(hello: 'EHLO' | 'LHLO', options: PrefaceOptions): Conversation {
  const protocol = hello === 'EHLO' ? 'smtp' : 'lmtp';
  const greeting = yield* readReply('the greeting');
  const said = greeting.lines.join('; ');
  if (greeting.code === undefined) return foreignGreeting(protocol, said);
  if (greeting.code !== 220) return turnedAway(said, 'QUIT');
  yield* sendLine(`${hello} ${clientName(options)}`);
  const offer = yield* readReply(`the answer to ${hello}`);
  if (offer.code !== 250) {
    const hint = greetingHint(protocol, said) || refusedHelloHint(hello, offer);
    return failed(`The server refused ${hello}: ${quoteReply(offer)}${hint}.`, 'QUIT');
  }
  if (!offers(offer, /^STARTTLS\s*$/i)) {
    const hint = offers(offer, maskedKeyword) ? `; ${masked}` : '';
    return failed(`The server does not offer STARTTLS: it answered ${hello} with ${quoteReply(offer)}${hint}.`, 'QUIT');
  }
  yield* sendLine('STARTTLS');
  const answer = yield* readReply('the answer to STARTTLS');
  return answer.code === 220 ? ready() : failed(`The server refused STARTTLS: ${quoteReply(answer)}.`, 'QUIT');
}

/** RFC 5321 §4.1.1.1: each line but the first has a keyword, and some servers have none but keywords. */
function offers({ lines }: Reply, keyword: RegExp): boolean {
  return lines.some((line) => keyword.test(line.slice('250-'.length)));
}

/** What the ESMTP inspection of Cisco's firewalls makes of a keyword that it does not let through. */
const maskedKeyword = /^X{4,}A?\s*$/;
const masked = 'a firewall that inspects SMTP has overwritten keywords with X; configure it to let STARTTLS through';

function refusedHelloHint(hello: 'EHLO' | 'LHLO', { code = 0 }: Reply): string {
  // RFC 5321 §4.1.1.1: a server without extensions answers so, and knows HELO only, in which nothing is offered.
  if (code === 500 || code === 502) return hello === 'EHLO' ? '; it supports no extensions, and so no STARTTLS' : '';
  return code === 501 || code === 504 || code === 550
    ? '; if it refuses the name, give another one with --ehlo-name'
    : '';
}

/** RFC 5321 §4.1.1.1: a client without a name of its own gives its address. */
function clientName({ clientName: name, localAddress = '127.0.0.1' }: PrefaceOptions): string {
  return name ?? (localAddress.includes(':') ? `[IPv6:${localAddress}]` : `[${localAddress}]`);
}
