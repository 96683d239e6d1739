import type { Deployment } from '../model/deployment.ts';
import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { FetchWish } from '../model/network-evidence.ts';
import { describeVirtualServer } from './expand-deployment.ts';
import { defaultStores, expandPlainTarget } from './expand-plain-target.ts';
import { expandVirtualServer } from './expand-virtual-server.ts';
import type { AdHocTarget } from './parse-target-argument.ts';
import type { VirtualServer } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

/**
 * The endpoints of a word on the command line or a line of a list. `virtualServerIndex`: the place of a whole virtual server
 * among those that `describeBareUrl` gave; undefined: nothing is to be judged across its endpoints.
 */
export function expandAdHoc(target: AdHocTarget, virtualServerIndex?: number): readonly Endpoint[] {
  if (target.kind === 'plain') return [expandPlainTarget(target.target)];
  const { url, role } = target;
  const place = { deployment: null, index: role === undefined ? virtualServerIndex : undefined };
  const endpoints = expandVirtualServer(bareVirtualServer(url), place, () => [
    { list: null, stores: [...defaultStores] },
  ]);
  if (role === undefined) return endpoints;
  const isProxy = role === 'reverse-proxy-external';
  return endpoints.map((endpoint) => ({
    ...endpoint,
    id: endpointId({ ...endpoint, place: url.authority, role }),
    role,
    names: isProxy ? { ...endpoint.names, proxy: url.host, externalUrl: url.host } : endpoint.names,
  }));
}

/**
 * What the checks across a deployment may know of a bare URL; undefined for what is no whole virtual server: a plain target,
 * or something that stands in front of one.
 */
export function describeBareUrl(target: AdHocTarget): Deployment['virtualServers'][number] | undefined {
  if (target.kind === 'plain' || target.role !== undefined) return undefined;
  return describeVirtualServer(bareVirtualServer(target.url));
}

function bareVirtualServer(url: VirtualServerUrl): VirtualServer {
  return { url, access: 'external', servers: [], loadBalancer: null, reverseProxy: null };
}

/** What the command line says of every endpoint. */
export interface EndpointOverrides {
  /** Dial this, keep the names. */
  readonly address: string | undefined;
  readonly serverName: string | undefined;
  /** Names of stores, in place of those declared. */
  readonly trust: readonly string[] | undefined;
  /** In place of what deployments let us fetch; undefined: that stands. */
  readonly fetch?: Pick<FetchWish, 'issuers' | 'crl' | 'ocsp'> | undefined;
  /** Beside what deployments allow. */
  readonly fetchAllow?: readonly string[];
}

/**
 * Applies `--address`, `--server-name`, `--trust`, `--fetch` and `--fetch-allow`. Ids follow the address, and may have to be
 * told apart again.
 */
export function overrideEndpoint(endpoint: Endpoint, overrides: EndpointOverrides): Endpoint {
  const { address, serverName, trust } = overrides;
  const redirected = address === undefined ? endpoint : redirect(endpoint, address);
  return {
    ...redirected,
    ...(serverName === undefined ? {} : { serverName }),
    ...(trust === undefined ? {} : { trust: redirected.trust.map(({ list }) => ({ list, stores: [...trust] })) }),
    ...overrideFetch(endpoint, overrides),
  };
}

function overrideFetch({ fetch }: Endpoint, overrides: EndpointOverrides): Pick<Endpoint, 'fetch'> {
  const wish = overrides.fetch ?? fetch;
  if (wish === undefined) return {};
  const allow = [...new Set([...(fetch?.allow ?? []), ...(overrides.fetchAllow ?? [])])];
  const { issuers, crl, ocsp } = wish;
  return { fetch: { issuers, crl, ocsp, allow } };
}

function redirect(endpoint: Endpoint, address: string): Endpoint {
  const { lookupName: _, ...rest } = endpoint;
  const place = endpoint.virtualServer?.slice('https://'.length) ?? null;
  return { ...rest, address, id: endpointId({ ...endpoint, place, address }) };
}
