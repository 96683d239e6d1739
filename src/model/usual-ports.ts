import type { StartTlsProtocol } from './vocabulary.ts';

/** What is spoken first on a port: TLS, or a protocol in plain text that changes to TLS on demand. */
type FirstSpoken = 'tls' | StartTlsProtocol;

/**
 * What is spoken first on the ports of which that is known; SQL Server (1433) and Remote Desktop (3389) also take TLS at once, so they are
 * not among them. IANA Service Name and Transport Protocol Port Number Registry; 3268 and 3269 are those of the global catalog.
 */
const usualPorts: ReadonlyMap<number, FirstSpoken> = new Map<number, FirstSpoken>([
  [443, 'tls'],
  [465, 'tls'],
  [563, 'tls'],
  [636, 'tls'],
  [990, 'tls'],
  [992, 'tls'],
  [993, 'tls'],
  [995, 'tls'],
  [3269, 'tls'],
  [5061, 'tls'],
  [5223, 'tls'],
  [5671, 'tls'],
  [6697, 'tls'],
  [8883, 'tls'],
  [21, 'ftp'],
  [24, 'lmtp'],
  [25, 'smtp'],
  [110, 'pop3'],
  [119, 'nntp'],
  [143, 'imap'],
  [389, 'ldap'],
  [587, 'smtp'],
  [3268, 'ldap'],
  [3306, 'mysql'],
  [4190, 'sieve'],
  [5222, 'xmpp'],
  [5269, 'xmpp-server'],
  [5432, 'postgres'],
  [6667, 'irc'],
]);

/** A clause if something else is usually spoken first on the port; undefined: it fits, or is not known. */
export function objectToPort(port: number, startTls: StartTlsProtocol | undefined): string | undefined {
  const usual = usualPorts.get(port);
  if (usual === undefined || usual === (startTls ?? 'tls')) return undefined;
  const stated = startTls === undefined ? 'no startTls is given' : `startTls is ${startTls}`;
  if (usual === 'tls')
    return `TLS usually begins at once on port ${port}, but ${stated}; use another port, or leave startTls out`;
  return `${usual} is usually spoken before TLS on port ${port}, but ${stated}; use another port, or startTls: ${usual}`;
}
