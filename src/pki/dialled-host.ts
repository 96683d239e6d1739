import { parseIpAddress } from '../x509/ip-address.ts';
import { isDnsName } from './constraints/dns-constraint.ts';

/** The name dialled, read once. */
export type DialledHost =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'invalid' };

/** Reads a host: an IP literal, or a DNS name in lower case without its trailing dot. */
export function readDialledHost(host: string): DialledHost {
  if (last?.host !== host) last = { host, dialled: read(host) };
  return last.dialled;
}

/** Everybody who judges an endpoint asks for its host in turn. */
let last: { readonly host: string; readonly dialled: DialledHost } | undefined;

function read(host: string): DialledHost {
  const bytes = parseIpAddress(host.replace(/^\[(.*)\]$/, '$1'));
  if (bytes !== undefined) return { kind: 'ip', bytes };
  const name = host.replace(/\.$/, '').toLowerCase();
  return isDnsName(name) ? { kind: 'dns', name } : { kind: 'invalid' };
}
