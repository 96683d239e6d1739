import type { StartTlsProtocol } from '../../model/vocabulary.ts';
import { type Conversation, createPreface } from './conversation.ts';
import { talkFtp } from './ftp.ts';
import { talkImap } from './imap.ts';
import { talkIrc } from './irc.ts';
import { talkNntp } from './nntp.ts';
import { talkPop3 } from './pop3.ts';
import type { Preface, PrefaceOptions } from './preface.ts';
import { talkSieve } from './sieve.ts';
import { talkSmtp } from './smtp.ts';

/** Begins what the protocol says before TLS. Nothing is sent before `start`. */
export function createStartTls(options: PrefaceOptions): Preface {
  return createPreface(conversations[options.protocol]?.(options) as Conversation);
}

/** What each protocol says before TLS. */
export const conversations: Readonly<Partial<Record<StartTlsProtocol, (options: PrefaceOptions) => Conversation>>> = {
  smtp: (options) => talkSmtp('EHLO', options),
  lmtp: (options) => talkSmtp('LHLO', options),
  pop3: () => talkPop3(),
  imap: () => talkImap(),
  ftp: () => talkFtp(),
  nntp: () => talkNntp(),
  sieve: () => talkSieve(),
  irc: () => talkIrc(),
};
