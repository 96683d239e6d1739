import type { Deployment } from '../model/deployment.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Role } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { Policy } from '../policy/policy.ts';
import type { EvaluationOptions } from './contract.ts';

/**
 * The role that an endpoint has under another policy: its own if the policy has it, else `server`, which demands nothing that only a
 * topology could tell. Undefined: the policy has neither, so it cannot judge the endpoint.
 */
export function roleUnder({ roles }: Policy, role: Role): Role | undefined {
  if (roles[role] !== undefined) return role;
  return roles['server'] === undefined ? undefined : 'server';
}

/** The observation as if its endpoint had been declared with this policy, these stores and these waivers. */
export function overrideObservation(
  observation: EndpointObservation,
  { policy, stores, waivers }: Pick<EvaluationOptions, 'policy' | 'stores' | 'waivers'>,
): EndpointObservation {
  if (policy === undefined && stores === undefined && waivers === undefined) return observation;
  const { waivers: declared = [], ...rest } = observation.endpoint;
  const own = waivers?.filter((waiver) => concerns(waiver, { name: '-' })) ?? declared;
  const endpoint = { ...rest, ...(rest.deployment === null && own.length > 0 && { waivers: own }) };
  const names = stores && [...stores.keys()];
  const trust = names && endpoint.trust.map(({ list }) => ({ list, stores: names }));
  const role = policy && roleUnder(policy, endpoint.role);
  return {
    ...observation,
    endpoint: { ...endpoint, ...(role && policy && { policy: policy.id, role }), ...(trust && { trust }) },
  };
}

/** The deployments as if they had been declared with this policy and these waivers. */
export function overrideDeployments(
  deployments: readonly Deployment[],
  { policy, waivers }: Pick<EvaluationOptions, 'policy' | 'waivers'>,
): readonly Deployment[] {
  return deployments.map((deployment) => ({
    ...deployment,
    ...(policy && { policy: policy.id }),
    ...(waivers && deployment.name !== null && { waivers: waivers.filter((waiver) => concerns(waiver, deployment)) }),
  }));
}

/** A waiver of one endpoint belongs to its deployment (`-`: none) alone: in another one it would look unused. */
function concerns({ endpoint }: DeclaredWaiver, { name }: Pick<Deployment, 'name'>): boolean {
  return endpoint === undefined || endpoint.startsWith(`${name}|`);
}
