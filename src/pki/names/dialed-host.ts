import { parseIpAddress } from '../../model/ip-address.ts';
import { isDnsName } from '../constraints/dns-constraint.ts';

/** The name dialed. */
export type DialedHost =
  | { readonly kind: 'dns'; readonly name: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'invalid' };

/** Reads a host: an IP literal, or a DNS name in lower case without its trailing dot. */
export function readDialedHost(host: string): DialedHost {
  const bytes = parseIpAddress(host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host);
  if (bytes !== undefined) return { kind: 'ip', bytes };
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
  return isDnsName(name) ? { kind: 'dns', name } : { kind: 'invalid' };
}
