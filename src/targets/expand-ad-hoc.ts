import type { Deployment } from '../model/deployment.ts';
import { speaksXmpp } from '../model/xmpp-domain.ts';
import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { FetchWish } from '../model/network-evidence.ts';
import type { Exclusions } from './exclusions.ts';
import { describeVirtualServer } from './expand-deployment.ts';
import { defaultStores, expandPlainTargets } from './expand-plain-target.ts';
import { overrideRoute, type RouteOverrides } from './override-route.ts';
import { expandVirtualServer } from './expand-virtual-server.ts';
import type { AdHocTarget } from './parse-target-argument.ts';
import { countEndpoints } from './spread-target.ts';
import type { VirtualServer } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

/**
 * The endpoints of one argument of the command line or one line of a list. `virtualServerIndex`: the index of a whole virtual
 * server among those that `describeBareUrl` returned; undefined: no check compares its endpoints with each other.
 */
export function expandAdHoc(target: AdHocTarget, virtualServerIndex?: number): Iterable<Endpoint> {
  if (target.kind === 'plain') return expandPlainTargets(target.target);
  const { url, role, policy } = target;
  const membership = { deployment: null, policy, index: role === undefined ? virtualServerIndex : undefined };
  const endpoints = expandVirtualServer(bareVirtualServer(url), membership, () => [
    { list: null, stores: [...defaultStores] },
  ]);
  if (role === undefined) return endpoints;
  const isProxy = role === 'reverse-proxy-external';
  return endpoints.map((endpoint) => ({
    ...endpoint,
    id: endpointId({ ...endpoint, authority: url.authority, role }),
    role,
    names: isProxy ? { ...endpoint.names, proxy: url.host, externalUrl: url.host } : endpoint.names,
  }));
}

/** How many endpoints `expandAdHoc` makes. */
export function countAdHoc(target: AdHocTarget): number {
  return target.kind === 'plain' ? countEndpoints(target.target) : [...expandAdHoc(target)].length;
}

/**
 * A bare URL as the checks across a deployment see it; undefined if the target is not a whole virtual server, but a plain target
 * or a load balancer or proxy in front of one.
 */
export function describeBareUrl(target: AdHocTarget): Deployment['virtualServers'][number] | undefined {
  if (target.kind === 'plain' || target.role !== undefined) return undefined;
  return describeVirtualServer(bareVirtualServer(target.url));
}

function bareVirtualServer(url: VirtualServerUrl): VirtualServer {
  return { url, access: 'external', servers: [], loadBalancer: null, reverseProxy: null };
}

/** Where `--connect` leads. */
export interface ConnectPlace {
  readonly host: string;
  readonly isAddress: boolean;
  /** Undefined: that of the target. */
  readonly port: number | undefined;
}

/** What the command line changes in every endpoint. */
export interface EndpointOverrides {
  /** Dial this address; the names stay. */
  readonly address: string | undefined;
  /** Dial there; the names stay. Absent: where the names lead. */
  readonly connect?: ConnectPlace | undefined;
  /** What is not dialed; absent: all is. */
  readonly exclusions?: Exclusions | undefined;
  readonly serverName: string | undefined;
  /** Ask servers of XMPP for this domain; absent: keep what they are asked for. */
  readonly xmppTo?: string | undefined;
  /** The wrong server name to ask every address for; absent: what targets say. */
  readonly sniProbe?: string | undefined;
  /** Names of stores that replace the declared ones. */
  readonly trust: readonly string[] | undefined;
  /** Replaces what deployments declare; undefined: keep what they declare. */
  readonly fetch?: Pick<FetchWish, 'issuers' | 'crl' | 'ocsp'> | undefined;
  /** Added to what deployments allow. */
  readonly fetchAllow?: readonly string[];
  /** By which way all endpoints are dialed and everything is fetched; a part that is undefined: as declared. */
  readonly route?: RouteOverrides;
}

/**
 * Applies `--address`, `--connect`, `--server-name`, `--sni-probe`, `--xmpp-to`, `--trust`, `--fetch`, `--fetch-allow` and the options of the way.
 * The id changes with the address and may then
 * be the same as that of another endpoint.
 */
export function overrideEndpoint(endpoint: Endpoint, overrides: EndpointOverrides): Endpoint {
  const { serverName, sniProbe, trust, xmppTo } = overrides;
  const redirected = redirect(overrideRoute(endpoint, overrides.route), overrides);
  return {
    ...redirected,
    ...(serverName === undefined ? {} : { serverName }),
    ...(sniProbe === undefined ? {} : { sniProbe, probeWithoutServerName: endpoint.serverName !== null }),
    ...(xmppTo === undefined || !speaksXmpp(endpoint.startTls) ? {} : { xmppTo }),
    ...(trust === undefined ? {} : { trust: redirected.trust.map(({ list }) => ({ list, stores: [...trust] })) }),
    ...overrideFetch(endpoint, overrides),
  };
}

function overrideFetch({ fetch }: Endpoint, overrides: EndpointOverrides): Pick<Endpoint, 'fetch'> {
  const wish = overrides.fetch ?? fetch;
  if (wish === undefined) return {};
  const allow = [...new Set([...(fetch?.allow ?? []), ...(overrides.fetchAllow ?? [])])];
  const { issuers, crl, ocsp } = wish;
  const proxy = overrides.route?.fetchProxy ?? fetch?.proxy;
  return { fetch: { issuers, crl, ocsp, allow, ...(proxy !== undefined && { proxy }) } };
}

function redirect(endpoint: Endpoint, { address, connect }: EndpointOverrides): Endpoint {
  if (address === undefined && connect === undefined) return endpoint;
  const { lookupName: _, ...rest } = endpoint;
  const authority = endpoint.virtualServer?.slice('https://'.length) ?? null;
  const place = {
    address: address ?? (connect?.isAddress === true ? connect.host : null),
    port: connect?.port ?? endpoint.port,
    ...(connect?.isAddress === false ? { lookupName: connect.host } : undefined),
  };
  return { ...rest, ...place, id: endpointId({ ...endpoint, ...place, authority }) };
}
