import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Policy } from '../../policy/policy.ts';
import type { createCertificateIds } from './certificate-ids.ts';
import type { Need } from './describe-need.ts';
import { joinDemands } from './join-demands.ts';
import { createKeyGroups } from './key-groups.ts';
import { areOnSeveralComputers, placesOf } from './places-of.ts';

interface CertificateContext {
  readonly deployments: readonly Deployment[];
  readonly newId: ReturnType<typeof createCertificateIds>;
  readonly policy: Policy;
}

/** What endpoints with equal needs have to request. */
export function toCertificate(
  group: readonly [Need, ...Need[]],
  { deployments, newId, policy }: CertificateContext,
): PlannedCertificate {
  const [{ endpoint, demands, caMayDifferFrom }] = group;
  const endpoints = group.map((need) => need.endpoint);
  const places = placesOf(group, deployments);
  const keySharing = createKeyGroups(policy)(endpoint.role) === undefined ? 'own' : 'shared';
  const { commonName, dnsNames, ipAddresses, uris, emailAddresses, namesToFillIn } = demands;
  const { keyUsage, key, templateToDuplicate } = demands;
  const [first, ...others] = group;
  const { extendedKeyUsage, lifetime, publiclyTrusted, pointers, templates } = joinDemands([
    first.demands,
    ...others.map((need) => need.demands),
  ]);
  return {
    id: newId(endpoint, demands),
    deployment: endpoint.deployment,
    policy: endpoint.policy,
    virtualServers: [...new Set(endpoints.flatMap(({ virtualServer }) => virtualServer ?? []))],
    access: endpoint.access,
    commonName,
    dnsNames,
    ipAddresses,
    uris,
    emailAddresses,
    namesToFillIn,
    version: 3,
    extendedKeyUsage,
    keyUsage,
    // Only such a key can be copied to the other places.
    key: { ...key, exportable: key.exportable || (keySharing === 'shared' && areOnSeveralComputers(places)) },
    keySharing,
    templateToDuplicate,
    templates,
    lifetime,
    publiclyTrusted,
    pointers,
    trust: distinctLists(endpoints),
    caMayDifferFrom,
    sources: Object.assign({}, ...group.map(({ sources }) => sources).toReversed()) as PlannedCertificate['sources'],
    places,
    endpoints: endpoints.map(({ id }) => id).filter((id) => id !== ''),
  };
}

function distinctLists(endpoints: readonly Endpoint[]): PlannedCertificate['trust'] {
  const lists = endpoints.flatMap(({ trust }) => trust);
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}
