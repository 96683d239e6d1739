import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Access, PolicyId, Role } from '../model/vocabulary.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';
import { routeOf } from './parse-route.ts';
import { type Vantage, vantagesOf } from './vantages.ts';
import type { DeploymentTopology, Interface, Server, VirtualServer } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

/** One name under which one interface is dialed in one role. */
interface Dial {
  readonly role: Role;
  readonly host: string;
  readonly isAddress: boolean;
  readonly at: Interface;
  /** The name to resolve if the interface has no address. */
  readonly lookupName: string;
  readonly server: string | null;
  /** Where those are that connect to it directly. */
  readonly side: Access;
}

type TrustOf = (role: Role, access: Access) => Endpoint['trust'];

/** Which deployment a virtual server belongs to, and its index among the virtual servers of that deployment. */
export interface VirtualServerMembership {
  /** Null: asked for ad hoc. */
  readonly deployment: DeploymentTopology | null;
  readonly policy: PolicyId;
  /** Undefined: no check compares its endpoints with each other. */
  readonly index: number | undefined;
}

/**
 * The endpoints of one virtual server: its servers, its load balancer, the two sides of its reverse proxy, and the MTLS
 * ports, in this order. The host of the URL is dialed only if none of them is declared.
 */
export function expandVirtualServer(
  virtualServer: VirtualServer,
  membership: VirtualServerMembership,
  trustOf: TrustOf,
): readonly Endpoint[] {
  const sites = membership.deployment?.sites ?? {};
  const endpoints = dials(virtualServer).flatMap((dial) =>
    vantagesOf(dial.side, virtualServer.access, sites).map((vantage) =>
      describe(dial, { virtualServer, membership, vantage }, trustOf),
    ),
  );
  return withAliasNames(endpoints, virtualServer);
}

/** At each site the first endpoint that is dialed under the host of a URL looks up that host and its two aliases: DNS may answer differently there. */
function withAliasNames(endpoints: readonly Endpoint[], { url, reverseProxy }: VirtualServer): readonly Endpoint[] {
  const urls = [url, ...(reverseProxy === null ? [] : [reverseProxy.external.url])];
  const seen = new Set<string>();
  return endpoints.map((endpoint) => {
    const { site, host, role, proxy } = endpoint;
    const names = urls.find((each) => each.host === host);
    if (site === undefined || proxy !== undefined || role === 'mtls' || names === undefined) return endpoint;
    if (names.isAddress || !host.includes('.') || seen.has(`${site} ${host}`)) return endpoint;
    seen.add(`${site} ${host}`);
    return { ...endpoint, resolves: [...namesOf(names)] };
  });
}

function dials(virtualServer: VirtualServer): readonly Dial[] {
  const { url, servers, loadBalancer, reverseProxy } = virtualServer;
  const { frontSide, serverSide } = sidesOf(virtualServer);
  if (servers.length === 0 && loadBalancer === null && reverseProxy === null) {
    return asThreeRoles(
      url,
      { address: null, port: url.port },
      { lookupName: url.host, server: null, side: frontSide },
    );
  }
  const https = servers.flatMap(({ fqdn, address, httpsPort: port }) =>
    asThreeRoles(url, { address, port }, { lookupName: fqdn, server: fqdn, side: serverSide }),
  );
  const mtls = servers.flatMap(dialMtls);
  return [...https, ...dialLoadBalancer(url, loadBalancer, frontSide), ...dialReverseProxy(url, reverseProxy), ...mtls];
}

/**
 * Who connects to a server is what stands in front of it: the load balancer, or the reverse proxy, which does so from inside. Clients
 * outside come through the proxy if there is one; else to the first thing that is declared, by `access`.
 */
function sidesOf({
  access,
  loadBalancer,
  reverseProxy,
}: VirtualServer): Readonly<Record<'frontSide' | 'serverSide', Access>> {
  const frontSide = reverseProxy === null ? access : 'internal';
  return { frontSide, serverSide: loadBalancer === null ? frontSide : 'internal' };
}

/** A load balancer that passes TLS through presents the servers' certificate, so it is dialed in their roles. */
function dialLoadBalancer(
  url: VirtualServerUrl,
  loadBalancer: VirtualServer['loadBalancer'],
  side: Access,
): readonly Dial[] {
  if (loadBalancer === null) return [];
  return loadBalancer.decryptsTls
    ? asOneRole('load-balancer', url, loadBalancer, { lookupName: url.host, side })
    : asThreeRoles(url, loadBalancer, { lookupName: url.host, server: null, side });
}

function dialReverseProxy(url: VirtualServerUrl, proxy: VirtualServer['reverseProxy']): readonly Dial[] {
  if (proxy === null) return [];
  const { external, internal } = proxy;
  const outside = { lookupName: external.url.host, side: 'external' } as const;
  const outer = asOneRole('reverse-proxy-external', external.url, external, outside);
  const inside = { lookupName: proxy.fqdn, side: 'internal' } as const;
  const inner = internal === null ? [] : asOneRole('reverse-proxy-internal', url, internal, inside);
  return [...outer, ...inner];
}

/** MTLS stays on the computer's primary address, whatever address HTTPS was given. */
function dialMtls({ fqdn, mtlsPort, mtlsAddress }: Server): readonly Dial[] {
  if (mtlsPort === null) return [];
  const at = { address: mtlsAddress, port: mtlsPort };
  return [{ role: 'mtls', host: fqdn, isAddress: false, at, lookupName: fqdn, server: fqdn, side: 'internal' }];
}

function asThreeRoles(
  url: VirtualServerUrl,
  at: Interface,
  belongs: Pick<Dial, 'lookupName' | 'server' | 'side'>,
): readonly Dial[] {
  const roles: readonly Role[] = ['virtual-server', 'as-host', 'download-host'];
  return namesOf(url).map((host, index) => ({
    role: roles[index] ?? 'virtual-server',
    host,
    isAddress: url.isAddress,
    at,
    ...belongs,
  }));
}

function asOneRole(
  role: Role,
  url: VirtualServerUrl,
  at: Interface,
  belongs: Pick<Dial, 'lookupName' | 'side'>,
): readonly Dial[] {
  return namesOf(url).map((host) => ({ role, host, isAddress: url.isAddress, at, ...belongs, server: null }));
}

/** The host itself, and `as.` and `download.` before it. An address has no such names. */
function namesOf({ host, isAddress }: VirtualServerUrl): readonly string[] {
  return isAddress ? [host] : [host, `as.${host}`, `download.${host}`];
}

/** To what a dial belongs, and from where it is made. */
interface Belonging {
  readonly virtualServer: VirtualServer;
  readonly membership: VirtualServerMembership;
  readonly vantage: Vantage;
}

function describe(
  { role, host, isAddress, at, lookupName, server }: Dial,
  { virtualServer, membership, vantage: { access, ...seen } }: Belonging,
  trustOf: TrustOf,
): Endpoint {
  const { url, reverseProxy } = virtualServer;
  const { deployment, policy, index } = membership;
  const name = deployment?.name ?? null;
  const address = at.address ?? normaliseIpAddress(lookupName) ?? null;
  const { port } = at;
  return {
    id: endpointId({ deployment: name, authority: url.authority, role, host, address, port }),
    deployment: name,
    virtualServer: url.href,
    ...(index === undefined ? {} : { virtualServerIndex: index }),
    server,
    policy,
    role,
    host,
    port,
    address,
    ...(address === null && lookupName !== host ? { lookupName } : {}),
    serverName: isAddress ? null : host,
    access,
    keyType: null,
    names: {
      url: url.host,
      server,
      proxy: reverseProxy?.fqdn ?? null,
      externalUrl: reverseProxy?.external.url.host ?? null,
    },
    reverseProxyProduct: reverseProxy?.product ?? null,
    trust: trustOf(role, access),
    probeWithoutServerName: !isAddress,
    ...(deployment === null ? {} : routeOf(deployment.route)),
    ...seen,
    ...(deployment?.fetch === undefined ? {} : { fetch: deployment.fetch }),
  };
}
