import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Access, Role, TrustList } from '../model/vocabulary.ts';
import type { Policies } from './parse-context.ts';
import { expandVirtualServer } from './expand-virtual-server.ts';
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
  const trustOf = (role: Role, access: Access): Endpoint['trust'] =>
    listsOf(policies[topology.policy].roles[role]?.trust, access).map((list) => {
      const stores = topology.trust[list];
      if (stores === undefined) missing.add(list);
      return { list, stores: [...(stores ?? ['mozilla'])] };
    });
  const endpoints = topology.virtualServers.flatMap((each, index) =>
    expandVirtualServer(each, { deployment: topology, index }, trustOf),
  );
  const notices = [...missing].map(
    (list) => `Deployment ${topology.name} has no trust list "${list}"; the Mozilla store is used.`,
  );
  return { deployment: describe(topology), endpoints, notices };
}

/** With access `both`, a path is needed in each of the two lists. */
function listsOf(trust: TrustList | 'access' | undefined, access: Access): readonly TrustList[] {
  if (trust === undefined) return [];
  if (trust !== 'access') return [trust];
  return access === 'both' ? ['internal', 'external'] : [access];
}

function describe(topology: DeploymentTopology): Deployment {
  const { name, policy, policyOverrides, virtualServers } = topology;
  const waivers = [...topology.waivers, ...topology.commonWaivers];
  return {
    name,
    policy,
    policyOverrides,
    ...(waivers.length === 0 ? {} : { waivers }),
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
