import type { EndpointReport } from '../../model/endpoint-report.ts';
import { groupBy } from '../../model/group-by.ts';

/** The audited endpoints of one virtual server, by their position between its clients and its servers. */
export interface VirtualServerEndpoints {
  readonly deployment: string | null;
  readonly url: string;
  readonly endpoints: readonly EndpointReport[];
  readonly outer: readonly EndpointReport[];
  readonly inner: readonly EndpointReport[];
  readonly loadBalancer: readonly EndpointReport[];
  readonly servers: readonly Server[];
}

export interface Server {
  readonly name: string;
  readonly hosts: readonly EndpointReport[];
  readonly mtls: readonly EndpointReport[];
}

/** The virtual servers of a report in its order, and the endpoints of none. */
export function readTopology(endpoints: readonly EndpointReport[]): {
  readonly virtualServers: readonly VirtualServerEndpoints[];
  readonly others: readonly EndpointReport[];
} {
  const isOfVirtualServer = ({ virtualServer }: EndpointReport): boolean => virtualServer !== null;
  const groups = groupBy(endpoints.filter(isOfVirtualServer), ({ deployment, virtualServer }) =>
    JSON.stringify([deployment, virtualServer]),
  );
  return {
    virtualServers: [...groups.values()].map(sortEndpoints),
    others: endpoints.filter((endpoint) => !isOfVirtualServer(endpoint)),
  };
}

function sortEndpoints(endpoints: readonly [EndpointReport, ...EndpointReport[]]): VirtualServerEndpoints {
  const of = (role: EndpointReport['role']) => endpoints.filter((endpoint) => endpoint.role === role);
  const [first] = endpoints;
  return {
    deployment: first.deployment,
    url: first.virtualServer ?? '',
    endpoints,
    outer: of('reverse-proxy-external'),
    inner: of('reverse-proxy-internal'),
    loadBalancer: endpoints.filter(isOnLoadBalancer),
    servers: readServers(endpoints),
  };
}

/** A load balancer that passes TLS through is dialed under the roles of the servers, but names no server. */
function isOnLoadBalancer(endpoint: EndpointReport): boolean {
  return endpoint.role === 'load-balancer' || (endpoint.server === null && serverRoles.has(endpoint.role));
}

function readServers(endpoints: readonly EndpointReport[]): readonly Server[] {
  const ofServers = endpoints.filter(({ server, role }) => server !== null || role === 'mtls');
  return [...groupBy(ofServers, ({ server, host }) => server ?? host)].map(([name, all]) => ({
    name,
    hosts: all.filter(({ role }) => serverRoles.has(role)),
    mtls: all.filter(({ role }) => role === 'mtls'),
  }));
}

const serverRoles: ReadonlySet<EndpointReport['role']> = new Set(['virtual-server', 'as-host', 'download-host']);
