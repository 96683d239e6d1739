import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { noProxy } from '../model/proxy-url.ts';
import type { ProxyProtocolChoice } from '../model/vocabulary.ts';

/** What the command line says of the way to all endpoints; a part that is undefined leaves it as declared. */
export interface RouteOverrides {
  /** A proxy's URL in its one spelling, or `none`. */
  readonly proxy: string | undefined;
  readonly proxyProtocol: ProxyProtocolChoice | undefined;
  /** The same for what is fetched; it may be `environment`, too. */
  readonly fetchProxy: string | undefined;
}

/** What checks across a deployment know of the way to it, once `--proxy` is applied. */
export function overrideProxy(deployment: Deployment, { proxy }: Partial<RouteOverrides> = {}): Deployment {
  if (proxy === undefined) return deployment;
  const { proxy: _, ...rest } = deployment;
  return proxy === noProxy ? rest : { ...rest, proxy };
}

/** Applies `--proxy` and `--proxy-protocol`. */
export function overrideRoute(endpoint: Endpoint, route: RouteOverrides | undefined): Endpoint {
  const { proxy, proxyProtocol } = route ?? {};
  if (proxy === undefined && proxyProtocol === undefined) return endpoint;
  const { proxy: declared, proxyProtocol: declaredProtocol, ...rest } = endpoint;
  const used = proxy ?? declared;
  const header = proxyProtocol ?? declaredProtocol;
  return {
    ...rest,
    ...(used !== undefined && used !== noProxy && { proxy: used }),
    ...(header !== undefined && header !== 'none' && { proxyProtocol: header }),
  };
}
