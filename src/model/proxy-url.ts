import { normaliseIpAddress } from './ip-address.ts';
import { err, ok, type Result } from './result.ts';

/** How a proxy is spoken to: HTTP with CONNECT (RFC 9110 §9.3.6), or SOCKS 5 (RFC 1928). */
const proxySchemes = ['http', 'socks5'] as const;
export type ProxyScheme = (typeof proxySchemes)[number];

/** Where a proxy is, and as whom it is used. */
export interface ProxyUrl {
  readonly scheme: ProxyScheme;
  /** Undefined: no user, so no password either. */
  readonly user: string | undefined;
  /** Lower case; an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** The URL in its one spelling, without password: `http://audit@proxy.contoso.com:3128`. */
  readonly text: string;
}

/** In place of a URL: no proxy, whatever else is declared. */
export const noProxy = 'none';

/**
 * Reads `http://[USER@]HOST:PORT` or `socks5://[USER@]HOST[:PORT]`. A password is refused, because others would see it in the list
 * of processes, and reports would keep it. The error is a clause that quotes nothing that may be a secret.
 */
export function parseProxyUrl(text: string): Result<ProxyUrl, string> {
  const read = readProxyUrl(text);
  if (!read.ok) return read;
  const { url, password } = read.value;
  if (password === undefined) return ok(url);
  return err(
    `contains a password, which others could read; write ${url.text}, and give the password with --proxy-password-file FILE, CERTMUSTER_PROXY_PASSWORD or passwordFile`,
  );
}

/** A proxy's URL as environments have it (`HTTPS_PROXY`), where a password may stand in it. */
export interface ProxyWithPassword {
  readonly url: ProxyUrl;
  readonly password: string | undefined;
}

/** Reads the URL of a proxy, with its password if it has one. The error quotes nothing before `@`. */
export function readProxyUrl(text: string): Result<ProxyWithPassword, string> {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(?:(.*)@)?([^@]*)$/is.exec(text);
  const shown = JSON.stringify(hideUser(text));
  const written = parts?.[1]?.toLowerCase();
  if (written === undefined) return err(`${shown} is not the URL of a proxy; ${forms}`);
  const scheme = written === 'socks5h' ? 'socks5' : proxySchemes.find((each) => each === written);
  if (scheme === undefined) return err(`${shown} ${objectTo(written)}; ${forms}`);
  const place = /^(\[[^\]]*\]|[^:/?#[\]\\]*)(?::(\d{1,5}))?\/?$/.exec(parts?.[3] ?? '');
  if (place === null) return err(`${shown} has more than a host and a port; ${forms}`);
  const host = readHost(place[1] ?? '');
  if (host === undefined) return err(`${shown} has no valid host; ${forms}`);
  const port = place[2] === undefined ? defaultPorts[scheme] : Number(place[2]);
  if (port === undefined) return err(`${shown} has no port; write http://HOST:PORT (3128 and 8080 are usual)`);
  if (port < 1 || port > 65_535) return err(`${shown} has the port ${port}; use a port from 1 to 65535`);
  const login = readLogin(parts?.[2], scheme);
  if (!login.ok) return err(`${shown} ${login.error}`);
  const { user, password } = login.value;
  const at = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  const url = { scheme, user, host, port, text: `${scheme}://${at}${host.includes(':') ? `[${host}]` : host}:${port}` };
  return ok({ url, password });
}

/** Why this password cannot be sent to the proxy, a clause that does not quote it; undefined: it can. */
export function objectToPassword({ scheme }: ProxyUrl, password: string): string | undefined {
  if (password === '') return 'is empty';
  if (/[\u0000-\u001f\u007f]/.test(password)) return 'contains a control character';
  return scheme === 'socks5' && byteLength(password) > maxSocksBytes
    ? `has more than ${maxSocksBytes} bytes, which SOCKS 5 cannot carry`
    : undefined;
}

const forms = 'use http://[USER@]HOST:PORT or socks5://[USER@]HOST:PORT';

/** IANA has 1080 for SOCKS. HTTP proxies have no port of their own. */
const defaultPorts: Readonly<Record<ProxyScheme, number | undefined>> = { http: undefined, socks5: 1080 };

/** RFC 1929 §2: one byte for the length of each. */
const maxSocksBytes = 255;

function objectTo(scheme: string): string {
  if (scheme === 'https') return 'is a proxy over TLS, which is not supported';
  return scheme.startsWith('socks')
    ? 'is not a SOCKS 5 proxy, and other versions are not supported'
    : 'is not the URL of a proxy';
}

function readHost(text: string): string | undefined {
  const isBracketed = text.startsWith('[');
  const address = normaliseIpAddress(isBracketed ? text.slice(1, -1) : text);
  if (address !== undefined || isBracketed) return address;
  if (text === '' || /[\s%<>^|"]/.test(text) || !URL.canParse(`http://${text}`)) return undefined;
  const name = new URL(`http://${text}`).hostname.replace(/\.$/, '');
  // The URL standard reads 127.1 and 3128 as IPv4 addresses.
  return name === '' || normaliseIpAddress(name) !== undefined || name.length > 253 ? undefined : name;
}

interface Login {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** The user may be percent-encoded, which a colon, an at sign or the backslash of a domain needs. */
function readLogin(text: string | undefined, scheme: ProxyScheme): Result<Login, string> {
  if (text === undefined) return ok({ user: undefined, password: undefined });
  const colon = text.indexOf(':');
  const user = decode(colon < 0 ? text : text.slice(0, colon));
  const password = colon < 0 ? undefined : decode(text.slice(colon + 1));
  if (user === undefined || (colon >= 0 && password === undefined)) return err('has an invalid % escape in its user');
  if (user === '') return err('has an empty user; leave out the @, or name the user');
  if (/[\u0000-\u001f\u007f]/.test(user)) return err('has a control character in its user');
  // RFC 7617 §2.
  if (scheme === 'http' && user.includes(':'))
    return err('has a colon in its user, which Basic authentication forbids');
  if (scheme === 'socks5' && byteLength(user) > maxSocksBytes)
    return err(`has a user of more than ${maxSocksBytes} bytes, which SOCKS 5 cannot carry`);
  return ok({ user, password });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What stands before the last `@` may be a password, even where nothing else of the URL is right. */
function hideUser(text: string): string {
  const hidden = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
  return hidden.length > 80 ? `${hidden.slice(0, 77)}...` : hidden;
}
