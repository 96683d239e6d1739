import { assertNever } from '../model/assert-never.ts';
import { nearestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { StartTlsProtocol } from '../model/vocabulary.ts';
import { parseHost } from './host-name.ts';
import { type HostRange, objectToSize, parseHostRange, splitRange } from './host-range.ts';
import { parsePorts, type Ports } from './ports.ts';
import { auditedSchemes, findScheme } from './url-schemes.ts';

/** Where a URL leads: what is dialed is a host and a port. */
export interface TargetUrl {
  /** Lower case. */
  readonly scheme: string;
  /** Of a range its text. */
  readonly host: string;
  readonly isAddress: boolean;
  /** Undefined: one host is meant. */
  readonly range: HostRange | undefined;
  readonly ports: Ports;
  /** What the scheme speaks before TLS; undefined: it begins with TLS. */
  readonly startTls: StartTlsProtocol | undefined;
  /** Application protocols that the scheme demands; absent: it leaves that open. */
  readonly alpn?: readonly string[];
  /** The URL names the ports; if not, it is the default of its scheme. */
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

/**
 * Reads the URL of a protocol that begins with TLS, or changes to it. The error is a clause that says what to write instead. `wantedPorts`:
 * those of a URL that names none, in place of the default of its scheme.
 */
export function parseTargetUrl(text: string, wantedPorts?: Ports): Result<TargetUrl, string> {
  const shown = quote(text);
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text);
  const scheme = parts?.[1]?.toLowerCase();
  if (scheme === undefined) return err(`${shown} is not a URL; use for instance https://im.contoso.com`);
  const known = findScheme(scheme);
  if (known?.kind !== 'tls' && known?.kind !== 'starttls') return err(`${shown} ${objectToScheme(scheme)}`);
  const behind = parts?.[2] ?? '';
  // Browsers read a backslash as a slash, other clients do not: they would go to different hosts.
  if (/^[^/?#]*\\/.test(behind)) return err(`${shown} contains a backslash; use ${scheme}://HOST[:PORT]`);
  const place = parsePlace(behind, scheme);
  if (!place.ok) return err(place.error ?? `${shown} is not a URL; write an IPv6 address in brackets`);
  const { ports: portText, ...host } = place.value;
  const named = portText === undefined ? undefined : parsePorts(portText);
  if (named?.ok === false) return err(`${shown} ${named.error}`);
  const ports = named?.value ?? wantedPorts ?? (known.port === undefined ? undefined : ([known.port] as const));
  if (ports === undefined) return err(`${shown} has no port, and ${scheme} has no default; use ${scheme}://HOST:PORT`);
  const excess = objectToSize(host.range?.addresses, ports);
  if (excess !== undefined) return err(`${shown} ${excess}`);
  const startTls = known.kind === 'starttls' ? known.protocol : undefined;
  const alpn = known.kind === 'tls' && known.alpn !== undefined ? { alpn: [known.alpn] } : {};
  return ok({ scheme, ...host, ports, startTls, ...alpn, hasPort: named !== undefined });
}

type UrlPlace = Pick<TargetUrl, 'host' | 'isAddress' | 'range' | 'hasRest'> & { readonly ports: string | undefined };

/** Reads what stands behind `://`. An error without words: it is no authority. */
function parsePlace(text: string, scheme: string): Result<UrlPlace, string | undefined> {
  const parts = splitRange(text);
  if (parts !== undefined) {
    const range = parseHostRange(parts);
    if (!range.ok) return range;
    const { written, text: host } = range.value;
    if (written !== undefined && !text.startsWith('[')) {
      const { address, prefix } = parts;
      return err(
        `${quote(`${scheme}://${text}`)} may mean a range or the path /${prefix}; use ${scheme}://${host} for the range, or ${scheme}://${address} for the address`,
      );
    }
    return ok({ host, isAddress: false, range: range.value, ports: parts.ports || undefined, hasRest: false });
  }
  const authority = splitAuthority(text);
  if (authority === undefined) return err(undefined);
  const host = parseHost(authority.host);
  if (!host.ok) return host;
  // RFC 3986 §3.2.3: a colon without a port means the default.
  const { hasRest, port } = authority;
  return ok({
    host: host.value.text,
    isAddress: host.value.isAddress,
    range: undefined,
    ports: port || undefined,
    hasRest,
  });
}

/** A clause if the URL's scheme says otherwise than `--starttls` or `starttls` how its server begins TLS; undefined: they agree. */
export function objectToStartTls(
  { scheme, startTls }: TargetUrl,
  wanted: StartTlsProtocol | undefined,
): string | undefined {
  if (wanted === undefined || wanted === startTls) return undefined;
  const begins = startTls === undefined ? 'begins with TLS' : `speaks ${startTls} before TLS`;
  return `is a URL of ${scheme}, which ${begins}, but starttls is ${wanted}; use HOST:PORT, or leave starttls out`;
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

/** The text without what stands before `@` in its authority, which may be a password. */
export function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1');
}

function objectToScheme(scheme: string): string {
  const known = findScheme(scheme);
  switch (known?.kind) {
    case undefined: {
      const nearest = nearestWord(scheme, auditedSchemes());
      const advice = nearest === undefined ? advise(undefined) : `did you mean ${nearest}://?`;
      return `has the unknown scheme ${scheme}; ${advice}`;
    }
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
