import type { StartTlsProtocol } from '../model/vocabulary.ts';

/** How a protocol begins, which decides how its URL is audited, and whether it can be. */
export type SchemeKind =
  /** TLS from the first byte. `port`: its default; undefined: it has none. `alpn`: the application protocol without which it ends there. */
  | { readonly kind: 'tls'; readonly port: number | undefined; readonly alpn?: string }
  /** TLS only after a command of the protocol itself. `port`: its default. */
  | { readonly kind: 'starttls'; readonly protocol: StartTlsProtocol; readonly port: number }
  /** No TLS. */
  | { readonly kind: 'plain'; readonly instead: string | undefined }
  /** TLS or DTLS over UDP. */
  | { readonly kind: 'udp' };

/** What the scheme of a URL (lower case) means; undefined: unknown. */
export function findScheme(scheme: string): SchemeKind | undefined {
  return schemes.get(scheme);
}

/** The schemes whose servers can be audited. */
export function auditedSchemes(): readonly string[] {
  return [...schemes].flatMap(([scheme, { kind }]) => (kind === 'tls' || kind === 'starttls' ? [scheme] : []));
}

const tls = (port: number | undefined): SchemeKind => ({ kind: 'tls', port });
const starttls = (protocol: StartTlsProtocol, port: number): SchemeKind => ({ kind: 'starttls', protocol, port });
const plain = (instead?: string): SchemeKind => ({ kind: 'plain', instead });
const udp: SchemeKind = { kind: 'udp' };

/** Ports: IANA Service Name and Transport Protocol Port Number Registry, where it has the service. */
const schemes: ReadonlyMap<string, SchemeKind> = new Map<string, SchemeKind>([
  ['https', tls(443)],
  ['wss', tls(443)],
  ['davs', tls(443)],
  ['webdavs', tls(443)],
  ['caldavs', tls(443)],
  ['carddavs', tls(443)],
  ['rtmps', tls(443)],
  ['smtps', tls(465)],
  ['submissions', tls(465)],
  ['nntps', tls(563)],
  ['ldaps', tls(636)],
  ['ftps', tls(990)],
  ['telnets', tls(992)],
  ['imaps', tls(993)],
  ['pop3s', tls(995)],
  ['pops', tls(995)],
  ['sips', tls(5061)],
  ['xmpps', tls(5223)],
  ['turns', tls(5349)],
  ['stuns', tls(5349)],
  ['amqps', tls(5671)],
  ['rediss', tls(6379)],
  ['ircs', tls(6697)],
  ['mqtts', tls(8883)],
  ['rtsps', tls(322)],
  // TDS 8 (MS-TDS §1.7, §3.2.5.1), as `Encrypt=Strict` in a connection string.
  ['mssql-strict', { kind: 'tls', port: 1433, alpn: 'tds/8.0' }],
  ['tls', tls(undefined)],
  ['ssl', tls(undefined)],
  ['tcps', tls(undefined)],
  ['smtp', starttls('smtp', 25)],
  ['submission', starttls('smtp', 587)],
  ['lmtp', starttls('lmtp', 24)],
  ['imap', starttls('imap', 143)],
  ['pop3', starttls('pop3', 110)],
  ['pop', starttls('pop3', 110)],
  ['sieve', starttls('sieve', 4190)],
  ['ldap', starttls('ldap', 389)],
  ['ftp', starttls('ftp', 21)],
  ['nntp', starttls('nntp', 119)],
  ['irc', starttls('irc', 6667)],
  ['xmpp', starttls('xmpp', 5222)],
  ['xmpp-server', starttls('xmpp-server', 5269)],
  ['postgres', starttls('postgres', 5432)],
  ['postgresql', starttls('postgres', 5432)],
  ['mysql', starttls('mysql', 3306)],
  ['mariadb', starttls('mysql', 3306)],
  ['mssql', starttls('mssql', 1433)],
  ['sqlserver', starttls('mssql', 1433)],
  ['rdp', starttls('rdp', 3389)],
  ['http', plain('https')],
  ['ws', plain('wss')],
  ['dav', plain('davs')],
  ['webdav', plain('webdavs')],
  ['sip', plain('sips')],
  ['mqtt', plain('mqtts')],
  ['amqp', plain('amqps')],
  ['redis', plain('rediss')],
  ['telnet', plain('telnets')],
  ['rtmp', plain('rtmps')],
  ['rtsp', plain('rtsps')],
  ['stun', plain('stuns')],
  ['turn', plain('turns')],
  ['tcp', plain('tls')],
  ['ssh', plain()],
  ['sftp', plain()],
  ['file', plain()],
  ['coaps', udp],
  ['dtls', udp],
  ['quic', udp],
  ['udp', udp],
]);

/** The usual port of a protocol that begins in plain text. */
export function startTlsPort(protocol: StartTlsProtocol): number {
  const scheme = schemes.get(protocol);
  if (scheme?.kind !== 'starttls') throw new Error(`${protocol} has no scheme`);
  return scheme.port;
}
