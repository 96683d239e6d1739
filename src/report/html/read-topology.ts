import type { EndpointReport } from '../../model/endpoint-report.ts';

/** The audited endpoints of one virtual server, by where they stand between its clients and its servers. */
export interface Place {
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
  readonly places: readonly Place[];
  readonly others: readonly EndpointReport[];
} {
  const groups = new Map<string, EndpointReport[]>();
  const others: EndpointReport[] = [];
  for (const endpoint of endpoints) {
    if (endpoint.virtualServer === null) others.push(endpoint);
    else append(groups, JSON.stringify([endpoint.deployment, endpoint.virtualServer]), endpoint);
  }
  return { places: [...groups.values()].map(toPlace), others };
}

function toPlace(endpoints: readonly EndpointReport[]): Place {
  const of = (role: EndpointReport['role']) => endpoints.filter((endpoint) => endpoint.role === role);
  const [first] = endpoints;
  return {
    deployment: first?.deployment ?? null,
    url: first?.virtualServer ?? '',
    endpoints,
    outer: of('reverse-proxy-external'),
    inner: of('reverse-proxy-internal'),
    loadBalancer: endpoints.filter(isOnLoadBalancer),
    servers: readServers(endpoints),
  };
}

/** A load balancer that passes TLS through is dialled under the roles of the servers, but names no server. */
function isOnLoadBalancer(endpoint: EndpointReport): boolean {
  return endpoint.role === 'load-balancer' || (endpoint.server === null && serverRoles.has(endpoint.role));
}

function readServers(endpoints: readonly EndpointReport[]): readonly Server[] {
  const groups = new Map<string, EndpointReport[]>();
  for (const endpoint of endpoints) {
    if (endpoint.server !== null) append(groups, endpoint.server, endpoint);
    else if (endpoint.role === 'mtls') append(groups, endpoint.host, endpoint);
  }
  return [...groups].map(([name, all]) => ({
    name,
    hosts: all.filter(({ role }) => serverRoles.has(role)),
    mtls: all.filter(({ role }) => role === 'mtls'),
  }));
}

const serverRoles: ReadonlySet<EndpointReport['role']> = new Set(['virtual-server', 'as-host', 'download-host']);

function append<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
