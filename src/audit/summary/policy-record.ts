import type { Endpoint } from '../../model/endpoint.ts';
import type { PolicyOverrides } from '../../model/policy-overrides.ts';
import type { PolicyId } from '../../model/vocabulary.ts';
import { describePolicy } from '../../policy/describe-policy.ts';
import { findPolicy, type Policies } from '../../policy/policies.ts';
import { resolvePolicy } from '../../policy/resolve-policy.ts';

/** Which policies judged the endpoints of each deployment. Recorded under `policies` of the report, so that a verdict can be explained later. */
export interface PolicyRecord {
  readonly add: (endpoint: Pick<Endpoint, 'deployment' | 'policy'>) => void;
  /** Every policy that judged an endpoint. */
  readonly ids: () => readonly PolicyId[];
  /** The same policies, each with the deployment (null: outside any) of the endpoints that it judged. */
  readonly used: () => readonly { readonly deployment: string | null; readonly policy: PolicyId }[];
  /** By deployment (`-`: outside any), then by policy: effective severities and thresholds, and what was overridden. */
  readonly describe: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function createPolicyRecord(
  overrides: ReadonlyMap<string, PolicyOverrides>,
  known: Policies | undefined,
): PolicyRecord {
  const used = new Map<string | null, Set<PolicyId>>();
  return {
    add: ({ deployment, policy }) => {
      const policies = used.get(deployment);
      if (policies === undefined) used.set(deployment, new Set([policy]));
      else policies.add(policy);
    },
    used: () => [...used].flatMap(([deployment, policies]) => [...policies].map((policy) => ({ deployment, policy }))),
    ids: () => [...new Set([...used.values()].flatMap((policies) => [...policies]))].sort(),
    describe: () =>
      Object.fromEntries(
        [...used].map(([name, policies]) => [name ?? '-', describeAll(policies, overrides.get(name ?? '-'), known)]),
      ),
  };
}

function describeAll(
  policies: ReadonlySet<PolicyId>,
  overrides: PolicyOverrides | undefined,
  known: Policies | undefined,
): Readonly<Record<string, unknown>> {
  const described = [...policies].map(
    (id) => [id, describePolicy(resolvePolicy(findPolicy(id, known), overrides))] as const,
  );
  return Object.fromEntries(described);
}
