import { err, ok, type Result } from '../model/result.ts';
import { quote } from '../model/problem.ts';
import type { Ports } from './ports.ts';
import { parseTargetUrl } from './target-url.ts';
import { bracket, hostPort } from '../model/host-port.ts';

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
  /** A user, path, query or fragment was ignored. */
  readonly hasRest?: true;
}

/** Reads the URL of a virtual server: https, a host and an optional port; the rest is ignored. The error is a clause. */
export function parseVirtualServerUrl(text: string, wantedPorts?: Ports): Result<VirtualServerUrl, string> {
  const url = parseTargetUrl(text, wantedPorts);
  if (!url.ok) return url;
  const { scheme, host, isAddress, range, ports, hasRest } = url.value;
  const [port] = ports;
  if (scheme !== 'https') return err(`${quote(text)} is not an https URL; use https://HOST[:PORT]`);
  if (range !== undefined) return err(`${quote(text)} is a range; a virtual server has one host`);
  if (ports.length > 1) {
    const other = 'use HOST:PORT,PORT for other servers';
    return err(`${quote(text)} has ${ports.length} ports; a virtual server has one: give each port a URL, or ${other}`);
  }
  const authority = port === httpsPort ? bracket(host) : hostPort(host, port);
  return ok({ href: `https://${authority}`, authority, host, isAddress, port, ...(hasRest && { hasRest }) });
}
