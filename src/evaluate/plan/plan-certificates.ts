import type { CertificatePlan, PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';
import { findPolicy, type Policies } from '../../policy/policies.ts';
import { type EffectivePolicy, resolvePolicy } from '../../policy/resolve-policy.ts';
import { createCertificateIds } from './certificate-ids.ts';
import { describeNeed, type Need } from './describe-need.ts';
import { describeGaps } from './describe-gaps.ts';
import { placesOf } from './places-of.ts';
import { undialedPlaces } from './undialed-places.ts';

/**
 * The certificates that endpoints need, by what their policies demand: one for all places of a virtual server that need the same
 * names, usages and trust (the servers of an array and their load balancer), and one for the MTLS listeners of each server computer.
 * `endpoints`: as expanded, in their order, ids unique. Nothing is resolved.
 */
export function planCertificates(
  endpoints: readonly Endpoint[],
  deployments: readonly Deployment[],
  policies?: Policies,
): CertificatePlan {
  const policyOf = createPolicyLookup(deployments, policies);
  const declared = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  const candidates = [...endpoints, ...undialedPlaces(endpoints, deployments)];
  const needs: Need[] = [];
  const problems = new Set<string>();
  for (const endpoint of candidates) {
    const need = describeNeed(endpoint, policyOf(endpoint), declared.get(endpoint.deployment));
    if (need.ok) needs.push(need.value);
    else problems.add(need.error);
  }
  const newId = createCertificateIds();
  const certificates = [...groupBy(needs, keyOf).values()].map((group) => toCertificate(group, deployments, newId));
  return { schemaVersion: '1.0', certificates, problems: [...problems], notes: [...describeGaps(deployments)] };
}

function createPolicyLookup(
  deployments: readonly Deployment[],
  policies: Policies | undefined,
): (endpoint: Endpoint) => EffectivePolicy {
  const overrides = new Map(deployments.map(({ name, policyOverrides }) => [name, policyOverrides]));
  return ({ policy, deployment, policyOverrides }) =>
    resolvePolicy(findPolicy(policy, policies), policyOverrides ?? overrides.get(deployment));
}

/** Places with the same key share a certificate. The MTLS certificate belongs to the computer, whichever virtual server it runs. */
function keyOf({ endpoint, demands }: Need): string {
  const { deployment, policy, role, virtualServerIndex, virtualServer } = endpoint;
  const owner = role === 'mtls' ? null : [virtualServerIndex ?? null, virtualServer];
  const stores = endpoint.trust.map((list) => list.stores.toSorted().join('\n')).toSorted();
  return JSON.stringify([deployment, policy, owner, [...new Set(stores)], demands]);
}

function toCertificate(
  group: readonly [Need, ...Need[]],
  deployments: readonly Deployment[],
  newId: ReturnType<typeof createCertificateIds>,
): PlannedCertificate {
  const [{ endpoint, demands, caMayDifferFrom, sources }] = group;
  const endpoints = group.map((need) => need.endpoint);
  const { deployment, policy, access } = endpoint;
  const { commonName, dnsNames, ipAddresses, extendedKeyUsage, keyUsage, key, templateToDuplicate } = demands;
  return {
    id: newId(endpoint, demands),
    deployment,
    policy,
    virtualServers: [...new Set(endpoints.flatMap(({ virtualServer }) => virtualServer ?? []))],
    access,
    commonName,
    dnsNames,
    ipAddresses,
    version: 3,
    extendedKeyUsage,
    keyUsage,
    key,
    templateToDuplicate,
    trust: distinctLists(endpoints),
    caMayDifferFrom,
    sources,
    places: placesOf(group, deployments),
    endpoints: endpoints.map(({ id }) => id).filter((id) => id !== ''),
  };
}

function distinctLists(endpoints: readonly Endpoint[]): PlannedCertificate['trust'] {
  const lists = endpoints.flatMap(({ trust }) => trust);
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}
