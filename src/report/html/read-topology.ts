import { groupBy } from '../../model/group-by.ts';
import type { DrawnEndpoint } from './drawn-endpoint.ts';

/** The audited endpoints of one virtual server, by their position between its clients and its servers. */
export interface VirtualServerEndpoints {
  readonly deployment: string | null;
  readonly url: string;
  readonly endpoints: readonly DrawnEndpoint[];
  readonly outer: readonly DrawnEndpoint[];
  readonly inner: readonly DrawnEndpoint[];
  readonly loadBalancer: readonly DrawnEndpoint[];
  readonly servers: readonly Server[];
}

export interface Server {
  readonly name: string;
  readonly hosts: readonly DrawnEndpoint[];
  readonly mtls: readonly DrawnEndpoint[];
}

/** The virtual servers of a report in its order, and the endpoints of none. */
export function readTopology(endpoints: readonly DrawnEndpoint[]): {
  readonly virtualServers: readonly VirtualServerEndpoints[];
  readonly others: readonly DrawnEndpoint[];
} {
  const isOfVirtualServer = ({ virtualServer }: DrawnEndpoint): boolean => virtualServer !== null;
  const groups = groupBy(endpoints.filter(isOfVirtualServer), ({ deployment, virtualServer }) =>
    JSON.stringify([deployment, virtualServer]),
  );
  return {
    virtualServers: [...groups.values()].map(sortEndpoints),
    others: endpoints.filter((endpoint) => !isOfVirtualServer(endpoint)),
  };
}

function sortEndpoints(endpoints: readonly [DrawnEndpoint, ...DrawnEndpoint[]]): VirtualServerEndpoints {
  const of = (role: DrawnEndpoint['role']) => endpoints.filter((endpoint) => endpoint.role === role);
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
function isOnLoadBalancer(endpoint: DrawnEndpoint): boolean {
  return endpoint.role === 'load-balancer' || (endpoint.server === null && serverRoles.has(endpoint.role));
}

function readServers(endpoints: readonly DrawnEndpoint[]): readonly Server[] {
  const ofServers = endpoints.filter(({ server, role }) => server !== null || role === 'mtls');
  return [...groupBy(ofServers, ({ server, host }) => server ?? host)].map(([name, all]) => ({
    name,
    hosts: all.filter(({ role }) => serverRoles.has(role)),
    mtls: all.filter(({ role }) => role === 'mtls'),
  }));
}

const serverRoles: ReadonlySet<DrawnEndpoint['role']> = new Set(['virtual-server', 'as-host', 'download-host']);
