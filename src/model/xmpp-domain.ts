import { quote } from './problem.ts';
import type { StartTlsProtocol } from './vocabulary.ts';

/**
 * Why a text is not the domain of an XMPP service (RFC 7622 §3.2: up to 1,023 bytes, internationalized names in Unicode); undefined: it
 * may be. Only the server knows which it serves.
 */
export function xmppDomainFault(domain: string): string | undefined {
  if (/^[^\p{C}\p{Z}@/<>&'"]+$/u.test(domain) && new TextEncoder().encode(domain).length <= 1023) return undefined;
  return `${quote(domain)} is not an XMPP domain; use for instance contoso.com`;
}

/** A clause if a target that speaks this before TLS has no use for an XMPP domain. */
export function objectToXmppTo(startTls: StartTlsProtocol | undefined): string | undefined {
  if (speaksXmpp(startTls)) return undefined;
  return 'is for targets that speak XMPP before TLS; use xmpp://HOST, or xmpp or xmpp-server for starttls';
}

/** Whether the server is asked for a domain before TLS. */
export function speaksXmpp(startTls: StartTlsProtocol | undefined): boolean {
  return startTls === 'xmpp' || startTls === 'xmpp-server';
}
