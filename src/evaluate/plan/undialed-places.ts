import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { TrustList } from '../../model/vocabulary.ts';

type VirtualServer = Deployment['virtualServers'][number];

/**
 * Places that need a certificate although nothing is dialed there, as the endpoints they would be: MTLS listeners without a declared
 * port, and the inner interface of a reverse proxy that has another URL outside and declares no inner one. Their ids are empty.
 */
export function undialedPlaces(
  endpoints: readonly Endpoint[],
  deployments: readonly Deployment[],
): readonly Endpoint[] {
  return deployments.flatMap((deployment) =>
    deployment.virtualServers.flatMap((virtualServer, index) => {
      const own = endpoints.filter(
        (endpoint) => endpoint.deployment === deployment.name && endpoint.virtualServerIndex === index,
      );
      const trustIn = (list: TrustList) => trustOf(list, deployment, endpoints);
      return [...undeclaredListeners(virtualServer, own, trustIn), ...undeclaredInterface(virtualServer, own, trustIn)];
    }),
  );
}

/** Whether an endpoint is one of these. */
export function isUndialed({ id }: Endpoint): boolean {
  return id === '';
}

/** The virtual server of a deployment that an endpoint belongs to. */
export function virtualServerOf(
  { deployment, virtualServerIndex }: Endpoint,
  deployments: readonly Deployment[],
): VirtualServer | undefined {
  if (virtualServerIndex === undefined) return undefined;
  return deployments.find(({ name }) => name === deployment)?.virtualServers[virtualServerIndex];
}

type TrustIn = (list: TrustList) => Endpoint['trust'];

/** The stores of a list as other endpoints of the deployment have them; without such an endpoint they are not known here. */
function trustOf(list: TrustList, { name }: Deployment, endpoints: readonly Endpoint[]): Endpoint['trust'] {
  const lists = endpoints.flatMap(({ deployment, trust }) => (deployment === name ? trust : []));
  return [lists.find((each) => each.list === list) ?? { list, stores: [] }];
}

function undeclaredListeners(
  { servers }: VirtualServer,
  own: readonly Endpoint[],
  trustIn: TrustIn,
): readonly Endpoint[] {
  return servers.flatMap(({ fqdn, mtlsPort }) => {
    const https = own.find(({ server }) => server === fqdn);
    if (mtlsPort !== null || https === undefined) return [];
    const { lookupName: _, ...rest } = https;
    return [{ ...rest, id: '', role: 'mtls', host: fqdn, address: null, serverName: fqdn, trust: trustIn('mtls') }];
  });
}

/** Specification, Table 2, note: if the URLs differ, each interface has a certificate of its own. */
function undeclaredInterface(
  { host, reverseProxy }: VirtualServer,
  own: readonly Endpoint[],
  trustIn: TrustIn,
): readonly Endpoint[] {
  const outer = own.find(({ role }) => role === 'reverse-proxy-external');
  if (reverseProxy === null || reverseProxy.hasInternal || outer === undefined) return [];
  if (reverseProxy.externalHost === host) return [];
  const names = own.flatMap((endpoint) => (endpoint.role === 'reverse-proxy-external' ? [endpoint.host] : []));
  return names.map((name) => ({
    ...outer,
    id: '',
    role: 'reverse-proxy-internal' as const,
    host: name.replace(reverseProxy.externalHost, host),
    address: null,
    lookupName: reverseProxy.fqdn,
    trust: trustIn('internal'),
  }));
}
