import { err, ok, type Result } from '../model/result.ts';
import { parseHost } from './host-name.ts';
import { quote } from '../model/problem.ts';

/** The default port of HTTPS (RFC 9110 §4.2.2). */
export const httpsPort = 443;

/** The parts of the URL that users enter in the browser. */
export interface VirtualServerUrl {
  /** `https://` and the authority, for instance `https://im.contoso.com`; no slash at the end. */
  readonly href: string;
  /** `im.contoso.com`, followed by the port unless it is 443; IPv6 in brackets. */
  readonly authority: string;
  readonly host: string;
  readonly isAddress: boolean;
  readonly port: number;
}

/** Reads the URL of a virtual server: https, a host and an optional port, without a path. The error is a clause. */
export function parseVirtualServerUrl(text: string): Result<VirtualServerUrl, string> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (!text.includes('://')) return err(`${quote(text)} is not a URL; use for instance https://im.contoso.com`);
  if (scheme !== 'https') return err(`${quote(text)} is not an https URL; use https://HOST[:PORT]`);
  const rest = text.slice('https://'.length);
  if (rest.includes('@')) return err(`${quote(text)} contains a user name; use https://HOST[:PORT]`);
  const authority = rest.replace(/\/$/, '');
  if (/[/?#\\]/.test(authority)) return err(`${quote(text)} has a path or query; use https://HOST[:PORT]`);
  return parseAuthority(authority, text);
}

function parseAuthority(authority: string, text: string): Result<VirtualServerUrl, string> {
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority);
  if (parts === null) return err(`${quote(text)} is not a URL; write an IPv6 address in brackets`);
  const host = parseHost(parts[1] ?? '');
  if (!host.ok) return host;
  const port = parsePort(parts[2] || String(httpsPort));
  if (port === undefined) return err(`${quote(text)} has the port ${parts[2]}; use a port from 1 to 65535`);
  const bracketed = host.value.text.includes(':') ? `[${host.value.text}]` : host.value.text;
  const canonical = port === httpsPort ? bracketed : `${bracketed}:${port}`;
  const { text: name, isAddress } = host.value;
  return ok({ href: `https://${canonical}`, authority: canonical, host: name, isAddress, port });
}

/** Reads a TCP port, 1 to 65535; undefined for anything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}
