import type { Socket } from 'node:net';

import { createInStep } from '../../async/in-step.ts';
import { ok, type Result } from '../../model/result.ts';
import { connectTcp } from '../connection.ts';
import type { ConnectionFailure } from '../failure.ts';
import type { ResolveName } from '../name-resolver.ts';
import { basicCredentials } from './basic-credentials.ts';
import { connectThrough, type ProxyDialer, reachProxy } from './connect-through.ts';

import type { ProxyBook } from './proxy-book.ts';
import type { ProxyServer } from './proxy-server.ts';

/** How an HTTP client asks for a URL through a proxy. */
export interface HttpProxyRoute {
  readonly proxy: ProxyServer;
  readonly dialer: ProxyDialer;
}

/** The proxies of a run, and what reaches them. */
export interface FetchProxies {
  readonly book: ProxyBook;
  readonly dialer: ProxyDialer;
}

/** The way to a URL. `wish`: the URL of a proxy, or `environment`; undefined: no proxy. */
export function findHttpProxy(
  wish: string | undefined,
  url: URL,
  proxies: FetchProxies | undefined,
): HttpProxyRoute | undefined {
  if (wish === undefined) return undefined;
  if (proxies === undefined) throw new Error('a fetch has a proxy, and the run has none');
  const proxy = proxies.book.forFetch(wish, url);
  return proxy && { proxy, dialer: proxies.dialer };
}

/** What reaches proxies for an HTTP client, one socket at a time. */
export function createProxyDialer(resolve: ResolveName): ProxyDialer {
  const inStep = createInStep();
  return { resolve, connect: (request) => connectTcp(request, inStep) };
}

/**
 * Whether the proxy is asked for the URL itself (RFC 9112 §3.2.2) and no tunnel is opened: what is not encrypted is forwarded, since
 * many HTTP proxies open tunnels to the port of HTTPS only.
 */
export function isForwarded({ scheme }: ProxyServer, { protocol }: URL): boolean {
  return scheme === 'http' && protocol === 'http:';
}

/** What the head of a forwarded request has beside the usual. */
export function forwardingHeaders(proxy: ProxyServer): Record<string, string> {
  const login = basicCredentials(proxy);
  return login === undefined ? {} : { 'proxy-authorization': login };
}

/** Opens the socket on which a URL is asked for: to the proxy itself, or through its tunnel. It is the caller's; nothing is read yet. */
export async function openHttpSocket(
  { proxy, dialer }: HttpProxyRoute,
  url: URL,
  signal: AbortSignal,
): Promise<Result<Socket, ConnectionFailure>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const opened = isForwarded(proxy, url)
    ? await reachProxy(proxy, dialer, signal)
    : await connectThrough(proxy, { host, port }, dialer, signal);
  return opened.ok ? ok(opened.value.release()) : opened;
}
