import type { Endpoint } from '../model/endpoint.ts';
import { noProxy, parseProxyUrl } from '../model/proxy-url.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { ProxyDeclaration } from '../model/targets-file.ts';
import type { ProxyProtocolChoice, ProxyProtocolVersion } from '../model/vocabulary.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** By which way endpoints are dialed. */
export interface Route {
  /** Undefined: directly. */
  readonly proxy: DeclaredProxy | undefined;
  /** Undefined: no header is sent. */
  readonly proxyProtocol: ProxyProtocolVersion | undefined;
}

/** A proxy, and where the password of its user is. */
export interface DeclaredProxy {
  /** In its one spelling, without password. */
  readonly url: string;
  /** As written, relative to the targets file; undefined: not declared. */
  readonly passwordFile: string | undefined;
}

/** The straight way. */
export const directRoute: Route = { proxy: undefined, proxyProtocol: undefined };

/** What a deployment, a target or `defaults` may say of the way. */
interface RouteDeclaration {
  readonly proxy?: Partly<ProxyDeclaration> | undefined;
  readonly proxyProtocol?: ProxyProtocolChoice | undefined;
}

/** Reads how to get to the endpoints declared at `path`; what they do not say is that of `defaults`. */
export function parseRoute(
  { proxy: declared, proxyProtocol }: RouteDeclaration,
  defaults: Route,
  path: Path,
  collector: ProblemCollector,
): Route {
  const proxy = declared === undefined ? defaults.proxy : parseProxy(declared, [...path, 'proxy'], collector);
  const chosen = proxyProtocol ?? defaults.proxyProtocol;
  return { proxy, proxyProtocol: chosen === 'none' ? undefined : chosen };
}

function parseProxy(
  declared: Partly<ProxyDeclaration>,
  path: Path,
  collector: ProblemCollector,
): DeclaredProxy | undefined {
  const isText = typeof declared === 'string';
  const text = isText ? declared : declared.url;
  const passwordFile = isText ? undefined : declared.passwordFile;
  if (text === undefined || text === noProxy) return undefined;
  const at = isText ? path : [...path, 'url'];
  const url = parseProxyUrl(text);
  if (!url.ok) {
    collector.report(at, url.error);
    return undefined;
  }
  if (passwordFile !== undefined && url.value.user === undefined)
    collector.report(at, `names no user for the password of passwordFile; write ${url.value.scheme}://USER@HOST:PORT`);
  return { url: url.value.text, passwordFile };
}

/** What an endpoint says of its way. */
export function routeOf({ proxy, proxyProtocol }: Route): Pick<Endpoint, 'proxy' | 'proxyProtocol'> {
  return { ...(proxy && { proxy: proxy.url }), ...(proxyProtocol && { proxyProtocol }) };
}

/** Whether the proxy is used as someone, which takes a password. */
export function isWithUser({ url }: Pick<DeclaredProxy, 'url'>): boolean {
  return url.includes('@');
}
