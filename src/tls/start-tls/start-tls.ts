import type { StartTlsProtocol } from '../../model/vocabulary.ts';
import { type Conversation, createPreface } from './conversation.ts';
import { talkFtp } from './ftp.ts';
import { talkImap } from './imap.ts';
import { talkIrc } from './irc.ts';
import { talkLdap } from './ldap.ts';
import { talkMssql } from './mssql.ts';
import { talkMysql } from './mysql.ts';
import { talkNntp } from './nntp.ts';
import { talkPop3 } from './pop3.ts';
import { talkPostgres } from './postgres.ts';
import type { Preface, PrefaceOptions } from './preface.ts';
import { talkRdp } from './rdp.ts';
import { talkSieve } from './sieve.ts';
import { talkSmtp } from './smtp.ts';
import { talkXmpp } from './xmpp.ts';

/** Begins what the protocol says before TLS. Nothing is sent before `start`. */
export function createStartTls(options: PrefaceOptions): Preface {
  return createPreface(conversations[options.protocol](options));
}

/** What each protocol says before TLS. */
export const conversations: Readonly<Record<StartTlsProtocol, (options: PrefaceOptions) => Conversation>> = {
  smtp: (options) => talkSmtp('EHLO', options),
  lmtp: (options) => talkSmtp('LHLO', options),
  pop3: () => talkPop3(),
  imap: () => talkImap(),
  ftp: () => talkFtp(),
  nntp: () => talkNntp(),
  sieve: () => talkSieve(),
  irc: () => talkIrc(),
  ldap: talkLdap,
  xmpp: (options) => talkXmpp('jabber:client', options),
  'xmpp-server': (options) => talkXmpp('jabber:server', options),
  postgres: talkPostgres,
  mysql: talkMysql,
  mssql: talkMssql,
  rdp: talkRdp,
};
