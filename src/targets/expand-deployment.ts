import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Access, Role, TrustList } from '../model/vocabulary.ts';
import { objectToPort } from '../model/usual-ports.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import { expandParameters } from './expand-parameters.ts';
import { defaultStores } from './expand-plain-target.ts';
import { expandVirtualServer } from './expand-virtual-server.ts';
import { distinguishSites } from './vantages.ts';
import type { DeploymentTopology, VirtualServer } from './targets.ts';

/** One deployment as the checks across it see it, and its endpoints. */
export interface ExpandedDeployment {
  readonly deployment: Deployment;
  readonly endpoints: readonly Endpoint[];
  readonly notices: readonly string[];
}

/** Expands one deployment by the table of roles. */
export function expandDeployment(topology: DeploymentTopology, policies: Policies): ExpandedDeployment {
  const missing = new Set<TrustList>();
  const policy = findPolicy(topology.policy, policies);
  const trustOf = (role: Role, access: Access): Endpoint['trust'] => {
    const trust = policy.roles[role]?.trust;
    return listsOf(trust?.list, access).map((list) => {
      const stores = topology.trust[list] ?? topology.commonTrust ?? trust?.stores;
      if (stores === undefined) missing.add(list);
      return { list, stores: [...(stores ?? defaultStores)] };
    });
  };
  const endpoints = distinguishSites([
    ...topology.virtualServers.flatMap((each, index) =>
      expandVirtualServer(each, { deployment: topology, policy: topology.policy, index }, trustOf),
    ),
    ...expandParameters(topology, policy, trustOf),
  ]);
  const notices = [...missing].map(
    (list) => `Deployment ${topology.name} has no trust list "${list}"; the Mozilla store is used.`,
  );
  return {
    deployment: describe(topology),
    endpoints,
    notices: [...notices, ...unusualPorts(topology.name, endpoints)],
  };
}

/** Where a deployment, by its ports, or by what it says is spoken before TLS, is hardly as it is declared. */
function unusualPorts(deployment: string, endpoints: readonly Endpoint[]): readonly string[] {
  const said = endpoints.flatMap(({ role, port, startTls }) => {
    const unusual = objectToPort(port, startTls);
    return unusual === undefined ? [] : `Deployment ${deployment}, role ${role}: ${unusual}.`;
  });
  return [...new Set(said)];
}

/** With access `both`, a path is needed in each of the two lists. */
function listsOf(trust: TrustList | undefined, access: Access): readonly TrustList[] {
  // A role that names no list is reached from inside or outside, and trusted accordingly.
  if (trust !== undefined && trust !== 'access') return [trust];
  return access === 'both' ? ['internal', 'external'] : [access];
}

function describe(topology: DeploymentTopology): Deployment {
  const { name, policy, policyOverrides, virtualServers, parameters } = topology;
  const waivers = [...topology.waivers, ...topology.commonWaivers];
  return {
    name,
    policy,
    policyOverrides,
    ...(topology.route.proxy && { proxy: topology.route.proxy.url }),
    ...(waivers.length === 0 ? {} : { waivers }),
    ...(parameters === undefined ? {} : { parameters }),
    virtualServers: virtualServers.map(describeVirtualServer),
  };
}

/** A virtual server as checks across a deployment see it. */
export function describeVirtualServer(virtualServer: VirtualServer): Deployment['virtualServers'][number] {
  const { url, access, servers, loadBalancer, reverseProxy } = virtualServer;
  return {
    url: url.href,
    host: url.host,
    access,
    loadBalancer: loadBalancer && { decryptsTls: loadBalancer.decryptsTls },
    reverseProxy: reverseProxy && {
      fqdn: reverseProxy.fqdn,
      externalHost: reverseProxy.external.url.host,
      hasInternal: reverseProxy.internal !== null,
    },
    servers: servers.map(({ fqdn, mtlsPort }) => ({ fqdn, mtlsPort })),
  };
}
