import { assertNever } from '../model/assert-never.ts';
import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { StartTlsProtocol } from '../model/vocabulary.ts';
import { parseHost } from './host-name.ts';
import { findScheme } from './url-schemes.ts';

/** Where a URL leads: what is dialed is a host and a port. */
export interface TargetUrl {
  /** Lower case. */
  readonly scheme: string;
  readonly host: string;
  readonly isAddress: boolean;
  readonly port: number;
  /** What the scheme speaks before TLS; undefined: it begins with TLS. */
  readonly startTls: StartTlsProtocol | undefined;
  /** Application protocols that the scheme demands; absent: it leaves that open. */
  readonly alpn?: readonly string[];
  /** The URL names the port; if not, it is the default of its scheme. */
  readonly hasPort: boolean;
  /** It has a user, path, query or fragment, which are ignored. */
  readonly hasRest: boolean;
}

/** An authority (RFC 3986 §3.2) by its parts; the host is not checked. */
export interface Authority {
  readonly host: string;
  /** Undefined: there is none. */
  readonly port: string | undefined;
  /** A user, a path, a query or a fragment stood around it. */
  readonly hasRest: boolean;
}

/** Reads the URL of a protocol that begins with TLS, or changes to it. The error is a clause that says what to write instead. */
export function parseTargetUrl(text: string): Result<TargetUrl, string> {
  const shown = quote(text);
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text);
  const scheme = parts?.[1]?.toLowerCase();
  if (scheme === undefined) return err(`${shown} is not a URL; use for instance https://im.contoso.com`);
  const known = findScheme(scheme);
  if (known?.kind !== 'tls' && known?.kind !== 'starttls') return err(`${shown} ${objectToScheme(scheme)}`);
  const authority = splitAuthority(parts?.[2] ?? '');
  // Browsers read a backslash as a slash, other clients do not: they would go to different hosts.
  if (/^[^/?#]*\\/.test(parts?.[2] ?? '')) return err(`${shown} contains a backslash; use ${scheme}://HOST[:PORT]`);
  if (authority === undefined) return err(`${shown} is not a URL; write an IPv6 address in brackets`);
  const host = parseHost(authority.host);
  if (!host.ok) return host;
  // RFC 3986 §3.2.3: a colon without a port means the default.
  const portText = authority.port || undefined;
  const port = portText === undefined ? known.port : parsePort(portText);
  if (port === undefined && portText === undefined)
    return err(`${shown} has no port, and ${scheme} has no default; use ${scheme}://HOST:PORT`);
  if (port === undefined) return err(`${shown} has the port ${portText}; use a port from 1 to 65535`);
  const { text: name, isAddress } = host.value;
  const { hasRest } = authority;
  const startTls = known.kind === 'starttls' ? known.protocol : undefined;
  const alpn = known.kind === 'tls' && known.alpn !== undefined ? { alpn: [known.alpn] } : {};
  return ok({ scheme, host: name, isAddress, port, startTls, ...alpn, hasPort: portText !== undefined, hasRest });
}

/** A clause if the URL's scheme says otherwise than `--starttls` or `starttls` how its server begins TLS; undefined: they agree. */
export function objectToStartTls(
  { scheme, startTls }: TargetUrl,
  wanted: StartTlsProtocol | undefined,
): string | undefined {
  if (wanted === undefined || wanted === startTls) return undefined;
  const begins = startTls === undefined ? 'begins with TLS' : `speaks ${startTls} before TLS`;
  return `is a URL of ${scheme}, which ${begins}, and ${wanted} is asked for; give HOST:PORT, or leave ${wanted} out`;
}

/** Splits `[USER@]HOST[:PORT][/PATH][?QUERY][#FRAGMENT]`; undefined if an IPv6 address lacks its brackets. A slash alone is no path. */
export function splitAuthority(text: string): Authority | undefined {
  const [authority = ''] = /^[^/?#]*/.exec(text) ?? [];
  const address = authority.slice(authority.lastIndexOf('@') + 1);
  const parts = /^(\[[^\]]*\]|[^:]*)(?::([^:]*))?$/.exec(address);
  if (parts === null) return undefined;
  const rest = text.slice(authority.length);
  return { host: parts[1] ?? '', port: parts[2], hasRest: address !== authority || (rest !== '' && rest !== '/') };
}

/** Reads a TCP port, 1 to 65535; undefined for anything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** The text without what stands before `@` in its authority, which may be a password. */
export function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1');
}

function objectToScheme(scheme: string): string {
  const known = findScheme(scheme);
  switch (known?.kind) {
    case undefined:
      return `has the unknown scheme ${scheme}; if the server begins with TLS at once, use HOST:PORT`;
    case 'plain':
      return `is a URL of ${scheme}, which has no TLS; ${advise(known.instead)}`;
    case 'udp':
      return `is a URL of ${scheme}, which runs over UDP; only TLS over TCP can be audited`;
    case 'tls':
    case 'starttls':
      return 'can be audited';
    default:
      return assertNever(known);
  }
}

function advise(instead: string | undefined): string {
  const begin = 'if the server begins with TLS at once, use';
  return instead === undefined ? `${begin} HOST:PORT` : `${begin} ${instead}://HOST[:PORT]`;
}
