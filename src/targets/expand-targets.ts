import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { createIdRegister } from '../model/endpoint-id.ts';
import { expandDeployment } from './expand-deployment.ts';
import { defaultStoresNotice, expandPlainTargets } from './expand-plain-target.ts';
import { distinguishSites } from './vantages.ts';
import { createTargetNotes } from './target-notes.ts';
import type { Policies } from '../policy/policies.ts';
import type { Targets } from './targets.ts';

/** What a targets file asks for. */
export interface Expansion {
  readonly deployments: readonly Deployment[];
  /** In the file's order; ids unique; `address` null if the operator gave none. Nothing is resolved. */
  readonly endpoints: readonly Endpoint[];
  /** Names of the stores in any trust list of an endpoint, each once. */
  readonly storesNeeded: readonly string[];
  /** What the operator should know of trust, for instance that a missing trust list means the Mozilla store. */
  readonly notices: readonly string[];
  /** How targets were read, for instance that the path of a URL was ignored. */
  readonly notes: readonly string[];
}

/** Turns the topology into endpoints. An endpoint that is declared twice is dialed once. */
export function expandTargets(
  { deployments, targets }: Pick<Targets, 'deployments' | 'targets'>,
  policies: Policies,
): Expansion {
  const expanded = deployments.map((deployment) => expandDeployment(deployment, policies));
  const plain = targets.flatMap((target) => [...expandPlainTargets(target)]);
  const endpoints = distinct([...expanded.flatMap((each) => each.endpoints), ...plain]);
  const notices = expanded.flatMap((each) => each.notices);
  if (targets.some((target) => target.trust === undefined)) {
    notices.push(defaultStoresNotice);
  }
  const seen = createTargetNotes();
  for (const { url, reverseProxy } of deployments.flatMap(({ virtualServers }) => virtualServers)) {
    seen.seeUrl(url);
    if (reverseProxy !== null && reverseProxy.external.url !== url) seen.seeUrl(reverseProxy.external.url);
  }
  for (const target of targets) seen.seeTarget(target);
  return {
    deployments: expanded.map((each) => each.deployment),
    endpoints,
    storesNeeded: storesOf(endpoints),
    notices,
    notes: seen.notices(),
  };
}

/** Names of the stores in the endpoints' trust lists, each once. */
export function storesOf(endpoints: readonly Endpoint[]): readonly string[] {
  return [...new Set(endpoints.flatMap((endpoint) => endpoint.trust.flatMap((list) => list.stores)))];
}

/** Drops repeated endpoints, and gives suffixes to different ones that share an id, for instance two servers behind one address. */
function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const unique = new Map(endpoints.map((endpoint) => [JSON.stringify(endpoint), endpoint]));
  const register = createIdRegister();
  return distinguishSites([...unique.values()]).map((endpoint) => ({ ...endpoint, id: register(endpoint.id) }));
}
