import type { StartTlsProtocol } from '../../model/vocabulary.ts';
import { findSpeaker } from '../speakers.ts';
import { type Ending, failed, quoteText } from './conversation.ts';

/** The usual names of protocols of lines. */
const names = {
  smtp: 'SMTP',
  lmtp: 'LMTP',
  pop3: 'POP3',
  imap: 'IMAP',
  ftp: 'FTP',
  nntp: 'NNTP',
  sieve: 'ManageSieve',
  irc: 'IRC',
} as const satisfies Partial<Record<StartTlsProtocol, string>>;

type LineProtocol = keyof typeof names;

/** TLS will not begin: the first thing that the peer said is not of the protocol. Says of which it is, if that is known. */
export function foreignGreeting(protocol: LineProtocol, greeting: string): Ending {
  const other = otherProtocol(protocol, greeting);
  const what = other === undefined ? 'does not speak' : `speaks ${other}, not`;
  return failed(`The peer ${what} ${names[protocol]}: its greeting was ${quoteText(greeting)}.`);
}

/** TLS will not begin: the server refuses this client, or every one. */
export function turnedAway(greeting: string, goodbye?: string): Ending {
  return failed(`The server turned the client away: its greeting was ${quoteText(greeting)}.`, goodbye);
}

/** The protocol that the greeting is of, if it is known and another one. */
export function otherProtocol(protocol: LineProtocol, greeting: string): string | undefined {
  const speaker = findSpeaker(greeting);
  return speaker === undefined || speaker.startTls.includes(protocol) ? undefined : speaker.name;
}

/** What is added to a refusal, in the same sentence: nothing, or that the greeting was of another protocol. */
export function greetingHint(protocol: LineProtocol, greeting: string): string {
  const other = otherProtocol(protocol, greeting);
  return other === undefined ? '' : `; it seems to speak ${other}: its greeting was ${quoteText(greeting)}`;
}
