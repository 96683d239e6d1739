import type { ProxyUrl } from '../../model/proxy-url.ts';
import { hostPort } from '../../model/host-port.ts';

/** A proxy, with what it takes to use it. */
export interface ProxyServer extends ProxyUrl {
  /** Undefined: there is no user. */
  readonly password: string | undefined;
}

/** Where a proxy is asked to connect to. */
export interface ProxyTarget {
  /** IP literal, or a name, which the proxy resolves. */
  readonly host: string;
  readonly port: number;
}

/** `host:port`, IPv6 in brackets. */
export function authorityOf({ host, port }: ProxyTarget): string {
  return hostPort(host, port);
}
