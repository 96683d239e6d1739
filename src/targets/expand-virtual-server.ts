import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Access, PolicyId, Role } from '../model/vocabulary.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';
import { routeOf } from './parse-route.ts';
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
  return dials(virtualServer).map((dial) => describe(dial, virtualServer, membership, trustOf));
}

function dials({ url, servers, loadBalancer, reverseProxy }: VirtualServer): readonly Dial[] {
  if (servers.length === 0 && loadBalancer === null && reverseProxy === null) {
    return asThreeRoles(url, { address: null, port: url.port }, url.host, null);
  }
  const https = servers.flatMap((server) =>
    asThreeRoles(url, { address: server.address, port: server.httpsPort }, server.fqdn, server.fqdn),
  );
  const mtls = servers.flatMap(dialMtls);
  return [...https, ...dialLoadBalancer(url, loadBalancer), ...dialReverseProxy(url, reverseProxy), ...mtls];
}

/** A load balancer that passes TLS through presents the servers' certificate, so it is dialed in their roles. */
function dialLoadBalancer(url: VirtualServerUrl, loadBalancer: VirtualServer['loadBalancer']): readonly Dial[] {
  if (loadBalancer === null) return [];
  return loadBalancer.decryptsTls
    ? asOneRole('load-balancer', url, loadBalancer, url.host)
    : asThreeRoles(url, loadBalancer, url.host, null);
}

function dialReverseProxy(url: VirtualServerUrl, proxy: VirtualServer['reverseProxy']): readonly Dial[] {
  if (proxy === null) return [];
  const { external, internal } = proxy;
  const outer = asOneRole('reverse-proxy-external', external.url, external, external.url.host);
  const inner = internal === null ? [] : asOneRole('reverse-proxy-internal', url, internal, proxy.fqdn);
  return [...outer, ...inner];
}

/** MTLS stays on the computer's primary address, whatever address HTTPS was given. */
function dialMtls({ fqdn, mtlsPort, mtlsAddress }: Server): readonly Dial[] {
  if (mtlsPort === null) return [];
  const at = { address: mtlsAddress, port: mtlsPort };
  return [{ role: 'mtls', host: fqdn, isAddress: false, at, lookupName: fqdn, server: fqdn }];
}

function asThreeRoles(
  url: VirtualServerUrl,
  at: Interface,
  lookupName: string,
  server: string | null,
): readonly Dial[] {
  const roles: readonly Role[] = ['virtual-server', 'as-host', 'download-host'];
  return namesOf(url).map((host, index) => ({
    role: roles[index] ?? 'virtual-server',
    host,
    isAddress: url.isAddress,
    at,
    lookupName,
    server,
  }));
}

function asOneRole(role: Role, url: VirtualServerUrl, at: Interface, lookupName: string): readonly Dial[] {
  return namesOf(url).map((host) => ({ role, host, isAddress: url.isAddress, at, lookupName, server: null }));
}

/** The host itself, and `as.` and `download.` before it. An address has no such names. */
export function namesOf({ host, isAddress }: VirtualServerUrl): readonly string[] {
  return isAddress ? [host] : [host, `as.${host}`, `download.${host}`];
}

function describe(
  { role, host, isAddress, at, lookupName, server }: Dial,
  { url, access, reverseProxy }: VirtualServer,
  { deployment, policy, index }: VirtualServerMembership,
  trustOf: TrustOf,
): Endpoint {
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
    ...(deployment?.fetch === undefined ? {} : { fetch: deployment.fetch }),
  };
}
