import type { CertificatePlan } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';
import { policyAt } from '../../policy/compile-policy.ts';
import { findPolicy, type Policies } from '../../policy/policies.ts';
import type { Policy } from '../../policy/policy.ts';
import { resolvePolicy } from '../../policy/resolve-policy.ts';
import { createCertificateIds } from './certificate-ids.ts';
import { describeGaps } from './describe-gaps.ts';
import { describeNeed, type Need } from './describe-need.ts';
import { joinable, splitByPurposes } from './join-demands.ts';
import { createKeyGroups, hasKeyOfItsOwn, holderOf } from './key-groups.ts';
import { neighboursOf } from './neighbours-of.ts';
import { noteOneKey, type Sharing } from './note-one-key.ts';
import { isMadeByProduct, noteMade, notePassing } from './note-unrequested.ts';
import { toCertificate } from './to-certificate.ts';
import { undialedPlaces } from './undialed-places.ts';

/** What the certificates are planned by. */
export interface PlanOptions {
  /** Beside those that are built in. */
  readonly policies?: Policies | undefined;
  /** When they are to be issued, as rows of a policy may be dated; absent: only what is not dated binds. */
  readonly now?: Date;
}

/**
 * The certificates that endpoints need, by what their policies demand: one for all places that need the same names, usages, key and
 * trust (the servers of an array and their load balancer), and one for the MTLS listeners of each server computer.
 * `endpoints`: as expanded, in their order, ids unique. Nothing is resolved.
 */
export function planCertificates(
  endpoints: readonly Endpoint[],
  deployments: readonly Deployment[],
  { policies, now }: PlanOptions = {},
): CertificatePlan {
  const policyOf = createPolicyLookup(deployments, policies, now);
  const declared = new Map(deployments.map((deployment) => [deployment.name, deployment]));
  const candidates = [...endpoints, ...undialedPlaces(endpoints, deployments)];
  const neighbours = neighboursOf(candidates);
  const needs: Need[] = [];
  const made: Endpoint[] = [];
  const problems = new Set<string>();
  for (const endpoint of candidates) {
    const policy = policyOf(endpoint);
    if (isMadeByProduct(endpoint, policy)) {
      made.push(endpoint);
      continue;
    }
    const need = describeNeed(endpoint, policy, declared.get(endpoint.deployment), neighbours(endpoint));
    if (need.ok) needs.push(need.value);
    else problems.add(need.error);
  }
  const newId = createCertificateIds();
  const groups = [...groupBy(needs, (need) => keyOf(need, policyOf(need.endpoint))).values()].flatMap(splitByPurposes);
  const planned = groups.filter(isInstalled).map((group) => {
    const [{ endpoint }] = group;
    const certificate = toCertificate(group, { deployments, newId, policy: policyOf(endpoint) });
    return { certificate, sharing: sharingOf(group[0], policyOf(endpoint)) };
  });
  return {
    schemaVersion: '1.0',
    certificates: planned.map(({ certificate }) => certificate),
    problems: [...problems],
    notes: [
      ...describeGaps(deployments),
      ...groups.flatMap(notePassing),
      ...noteOneKey(planned),
      ...noteMade(made, policyOf),
    ],
  };
}

/** Where every place passes TLS through there is nothing to install. */
function isInstalled(group: readonly Need[]): boolean {
  return group.some(({ role }) => role.endsAt === undefined);
}

function createPolicyLookup(
  deployments: readonly Deployment[],
  policies: Policies | undefined,
  now: Date | undefined,
): (endpoint: Endpoint) => Policy {
  const overrides = new Map(deployments.map(({ name, policyOverrides }) => [name, policyOverrides]));
  const found = new Map<string, Policy>();
  return ({ policy: id, deployment, policyOverrides }) => {
    const key = JSON.stringify([id, deployment, policyOverrides]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const { policy } = resolvePolicy(findPolicy(id, policies), policyOverrides ?? overrides.get(deployment));
    const binding = policyAt(policy, now);
    found.set(key, binding);
    return binding;
  };
}

/** Places with the same key share a request. The MTLS certificate belongs to the computer, whichever virtual server it runs. */
function keyOf(need: Need, policy: Policy): string {
  const { endpoint, demands } = need;
  const { deployment, policy: id, role, virtualServerIndex, virtualServer } = endpoint;
  const owner = role === 'mtls' ? null : [virtualServerIndex ?? null, virtualServer];
  const stores = endpoint.trust.map((list) => list.stores.toSorted().join('\n')).toSorted();
  const sharing = sharingOf(need, policy);
  const isJoined = (field: string): boolean => joinable.some((each) => each === field);
  const own = Object.entries(demands).filter(([field]) => sharing.group === null || !isJoined(field));
  return JSON.stringify([deployment, id, owner, [...new Set(stores)], sharing, own]);
}

/** What has to have one key: the roles, and the element of the topology. Null: the places of the role need not, or it has one of its own. */
function sharingOf({ endpoint, role }: Need, policy: Policy): Sharing {
  const holder = holderOf(endpoint.role, policy.roles);
  const group = createKeyGroups(policy)(holder) ?? null;
  const own = group === null && hasKeyOfItsOwn(holder, policy.roles) ? holder : null;
  return { group, own, element: elementOf(endpoint, role.sharing?.within) ?? null };
}

/** The element of the topology that keys are compared within: `member`, or `member.parent`, whose path lacks the last key and index. */
function elementOf({ elements = {} }: Endpoint, within: string | undefined): Element | undefined {
  const [name = '', ...parents] = within?.split('.') ?? [];
  return parents.reduce<Element | undefined>((path) => path?.slice(0, -2), elements[name]);
}

type Element = NonNullable<Endpoint['elements']>[string];
