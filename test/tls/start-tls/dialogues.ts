import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';

/** What a server says up to its go-ahead, and what the client says to it. */
export interface Dialogue {
  readonly protocol: StartTlsProtocol;
  readonly server: string;
  readonly client: string;
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join('');

/** Recorded from the servers that test/doors starts, shortened; and odd ones that are within the rules. */
export const dialogues = {
  postfix: {
    protocol: 'smtp',
    server: lines(
      '220 mx.test ESMTP Postfix (Debian/GNU)',
      '250-mx.test',
      '250-PIPELINING',
      '250-SIZE 10240000',
      '250-STARTTLS',
      '250-ENHANCEDSTATUSCODES',
      '250 CHUNKING',
      '220 2.0.0 Ready to start TLS',
    ),
    client: lines('EHLO audit.test', 'STARTTLS'),
  },
  'postscreen, whose banner has two parts': {
    protocol: 'smtp',
    server: lines('220-mx.test ESMTP Postfix', '220 mx.test ESMTP', '250-mx.test', '250 starttls ', '220 go'),
    client: lines('EHLO audit.test', 'STARTTLS'),
  },
  'an SMTP server whose first line is no name': {
    protocol: 'smtp',
    server: lines('220 mx.test ESMTP', '250-STARTTLS', '250 HELP', '220 2.0.0 SMTP server ready'),
    client: lines('EHLO audit.test', 'STARTTLS'),
  },
  'dovecot lmtp': {
    protocol: 'lmtp',
    server: lines(
      '220 mx.test Dovecot ready.',
      '250-mx.test',
      '250-8BITMIME',
      '250 STARTTLS',
      '220 2.0.0 Begin TLS now.',
    ),
    client: lines('LHLO audit.test', 'STARTTLS'),
  },
  'dovecot pop3': {
    protocol: 'pop3',
    server: lines('+OK Dovecot ready.', '+OK', 'CAPA', 'TOP', 'STLS', '..dots', '.', '+OK Begin TLS negotiation now.'),
    client: lines('CAPA', 'STLS'),
  },
  'a POP3 server that knows STLS and not CAPA': {
    protocol: 'pop3',
    server: lines('+OK ready <1.2@pop.test>', '-ERR what?', '+OK'),
    client: lines('CAPA', 'STLS'),
  },
  'dovecot imap': {
    protocol: 'imap',
    server: lines(
      '* OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS LOGINDISABLED] Dovecot ready.',
      '* CAPABILITY IMAP4rev1 SASL-IR STARTTLS LOGINDISABLED',
      'a OK Pre-login capabilities listed, post-login capabilities have more.',
      'b OK Begin TLS negotiation now.',
    ),
    client: lines('a CAPABILITY', 'b STARTTLS'),
  },
  'an IMAP server that says more than it was asked': {
    protocol: 'imap',
    server:
      '* OK ready {3}\r\n* ID ("name" {8}\r\na OK \r\nb "x" NIL)\r\n* capability IMAP4rev1 starttls\r\n* OK [ALERT] soon {9}\r\n' +
      '+ idle\r\nA ok done\r\n* BAD noise\r\nB Ok now\r\n',
    client: lines('a CAPABILITY', 'b STARTTLS'),
  },
  'an IMAP server that does not list capabilities': {
    protocol: 'imap',
    server: lines('* OK ready', 'a BAD unknown command', 'b OK go'),
    client: lines('a CAPABILITY', 'b STARTTLS'),
  },
  vsftpd: {
    protocol: 'ftp',
    server: lines('220 (vsFTPd 3.0.3)', '234 Proceed with negotiation.'),
    client: lines('AUTH TLS'),
  },
  'an FTP server with a text before, which waits first': {
    protocol: 'ftp',
    server: lines(
      '120 Service ready in 1 minutes',
      '220-Welcome',
      ' 220 no end',
      'free text',
      '220 ready',
      '334 [ADAT=]',
    ),
    client: lines('AUTH TLS'),
  },
  'an FTP server of the drafts': {
    protocol: 'ftp',
    server: lines('220 ready', '504 Unknown mechanism', '234 AUTH SSL OK'),
    client: lines('AUTH TLS', 'AUTH SSL'),
  },
  'cyrus nntpd': {
    protocol: 'nntp',
    server: lines(
      '200 news.test Cyrus NNTP 3.6.1 server ready, posting allowed',
      '101 Capability list follows:',
      'VERSION 2',
      'STARTTLS',
      'AUTHINFO',
      '.',
      '382 Begin TLS negotiation now',
    ),
    client: lines('CAPABILITIES', 'STARTTLS'),
  },
  'INN, which hands readers over': {
    protocol: 'nntp',
    server: lines(
      '201 innd ready',
      '101 list',
      'VERSION 2',
      'MODE-READER',
      '.',
      '200 nnrpd ready',
      '101 list',
      'READER',
      'STARTTLS',
      '.',
      '382 go',
    ),
    client: lines('CAPABILITIES', 'MODE READER', 'CAPABILITIES', 'STARTTLS'),
  },
  'an NNTP server older than CAPABILITIES': {
    protocol: 'nntp',
    server: lines('200 ready', '500 what?', '382 go'),
    client: lines('CAPABILITIES', 'STARTTLS'),
  },
  'dovecot managesieve': {
    protocol: 'sieve',
    server: lines(
      '"IMPLEMENTATION" "Dovecot Pigeonhole"',
      '"SIEVE" "fileinto reject"',
      '"STARTTLS"',
      '"VERSION" "1.0"',
      'OK "Dovecot ready."',
      'OK "Begin TLS negotiation now."',
    ),
    client: lines('STARTTLS'),
  },
  'a ManageSieve server that sends literals': {
    protocol: 'sieve',
    server: '"IMPLEMENTATION" {9}\r\nOK "no"\r\n\r\n{8+}\r\nstartTLS\r\nOK (TAG {3}\r\n"\\x) {2}\r\nhi\r\nok\r\n',
    client: lines('STARTTLS'),
  },
  inspircd: {
    protocol: 'irc',
    server: lines(
      ':irc.test NOTICE * :*** Looking up your hostname...',
      ':irc.test CAP * LS :account-notify cap-notify multi-prefix tls',
      ':irc.test 670 * :STARTTLS successful, go ahead with TLS handshake',
    ),
    client: lines('CAP LS 302', 'STARTTLS'),
  },
  'an IRC server with many capabilities, which pings': {
    protocol: 'irc',
    server: lines(
      'PING :12\x0034',
      '@time=now :irc.test CAP * LS * :sasl=PLAIN tls',
      'ping x',
      ':irc.test CAP * LS :batch',
      ':irc.test NOTICE * :*** wait',
      ':irc.test 670 audit :go',
    ),
    client: lines('CAP LS 302', 'PONG :1234', 'PONG x', 'STARTTLS'),
  },
  'an IRC server without CAP': {
    protocol: 'irc',
    server: lines('NOTICE AUTH :*** Checking ident', ':irc.test 451 CAP :Register first', ':irc.test 670 * :go'),
    client: lines('CAP LS 302', 'STARTTLS'),
  },
} as const satisfies Readonly<Record<string, Dialogue>>;
