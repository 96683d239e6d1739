/** How a protocol begins, as far as that decides whether its URL can be audited. */
export type SchemeKind =
  /** TLS from the first byte. `port`: its default; undefined: it has none. */
  | { readonly kind: 'tls'; readonly port: number | undefined }
  /** TLS only after a command of the protocol itself. `instead`: the scheme of the same protocol over TLS from the first byte. */
  | { readonly kind: 'starttls'; readonly instead: string | undefined }
  /** No TLS. */
  | { readonly kind: 'plain'; readonly instead: string | undefined }
  /** TLS or DTLS over UDP. */
  | { readonly kind: 'udp' };

/** What the scheme of a URL (lower case) means; undefined: unknown. */
export function findScheme(scheme: string): SchemeKind | undefined {
  return schemes.get(scheme);
}

const tls = (port: number | undefined): SchemeKind => ({ kind: 'tls', port });
const starttls = (instead?: string): SchemeKind => ({ kind: 'starttls', instead });
const plain = (instead?: string): SchemeKind => ({ kind: 'plain', instead });
const udp: SchemeKind = { kind: 'udp' };

/** Ports: IANA Service Name and Transport Protocol Port Number Registry, where it has the service. */
const schemes: ReadonlyMap<string, SchemeKind> = new Map([
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
  ['tls', tls(undefined)],
  ['ssl', tls(undefined)],
  ['tcps', tls(undefined)],
  ['smtp', starttls('smtps')],
  ['submission', starttls('submissions')],
  ['lmtp', starttls()],
  ['imap', starttls('imaps')],
  ['pop3', starttls('pop3s')],
  ['pop', starttls('pop3s')],
  ['sieve', starttls()],
  ['ldap', starttls('ldaps')],
  ['ftp', starttls('ftps')],
  ['nntp', starttls('nntps')],
  ['irc', starttls('ircs')],
  ['xmpp', starttls('xmpps')],
  ['postgres', starttls()],
  ['postgresql', starttls()],
  ['mysql', starttls()],
  ['mariadb', starttls()],
  ['mssql', starttls()],
  ['sqlserver', starttls()],
  ['rdp', starttls()],
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
