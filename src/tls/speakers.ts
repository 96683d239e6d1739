import type { StartTlsProtocol } from '../model/vocabulary.ts';

/** A protocol that servers speak in plain text, known by how they begin. */
export interface Speaker {
  /** For the sentence `The peer speaks NAME.` */
  readonly name: string;
  /** The protocols that it may be, if TLS can begin in them on request. */
  readonly startTls: readonly StartTlsProtocol[];
}

/** The protocol of the first bytes of a server (each a character of Latin-1); undefined: unknown. */
export function findSpeaker(text: string): Speaker | undefined {
  return speakers.find(({ pattern }) => pattern.test(text));
}

const speakers: readonly (Speaker & { readonly pattern: RegExp })[] = [
  { pattern: /^(<\?xml[^>]*\?>\s*)?<\/?stream:/i, name: 'XMPP', startTls: ['xmpp', 'xmpp-server'] },
  { pattern: /^HTTP\/|^<(!doctype|html|\?xml)/i, name: 'plain HTTP', startTls: [] },
  { pattern: /^SSH-/, name: 'SSH', startTls: [] },
  { pattern: /^[245]\d\d[ -].*LMTP/is, name: 'LMTP', startTls: ['lmtp'] },
  { pattern: /^[245]\d\d[ -].*SMTP/is, name: 'SMTP', startTls: ['smtp'] },
  { pattern: /^[1245]\d\d[ -].*FTP/is, name: 'FTP', startTls: ['ftp'] },
  { pattern: /^(20[01]|400|502)[ -].*(NNTP|NNRP|INN|news)/is, name: 'NNTP', startTls: ['nntp'] },
  { pattern: /^220[ -]/, name: 'SMTP or FTP', startTls: ['smtp', 'lmtp', 'ftp'] },
  { pattern: /^20[01] /, name: 'NNTP', startTls: ['nntp'] },
  { pattern: /^[245]\d\d[ -]/, name: 'SMTP, FTP or NNTP', startTls: ['smtp', 'lmtp', 'ftp', 'nntp'] },
  { pattern: /^\* (OK|BYE|PREAUTH)/i, name: 'IMAP', startTls: ['imap'] },
  { pattern: /^-(ERR (unknown command|Protocol error|wrong number)|NOAUTH|DENIED)/, name: 'plain Redis', startTls: [] },
  { pattern: /^(\+OK|-ERR)/, name: 'POP3', startTls: ['pop3'] },
  { pattern: /^"[A-Za-z]+"( |\r|\n|$)/, name: 'ManageSieve', startTls: ['sieve'] },
  { pattern: /^(:\S+ (NOTICE|CAP|\d{3}) |NOTICE (AUTH|\*) |ERROR :)/i, name: 'IRC', startTls: ['irc'] },
  { pattern: /^[\s\S]{2}\x00\x00\x0a/, name: 'MySQL', startTls: ['mysql'] },
  // A TPKT packet (RFC 1006 §6), by which Remote Desktop servers end a session that they do not understand.
  { pattern: /^\x03\x00\x00[\x07-\x13]/, name: 'RDP', startTls: ['rdp'] },
  { pattern: /^SIP\/2\.0/, name: 'plain SIP', startTls: [] },
  { pattern: /^RFB \d{3}\./, name: 'VNC', startTls: [] },
  { pattern: /^@RSYNCD:/, name: 'rsync', startTls: [] },
  { pattern: /^AMQP/, name: 'plain AMQP', startTls: [] },
  // A two-byte record header, then SERVER-HELLO or ERROR.
  { pattern: /^[\x80-\xff][\s\S][\x00\x04]/, name: 'SSL 2.0', startTls: [] },
];
