import type { JudgedBy, JudgementContext } from '../../evaluate/contract.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { mergeOverrides } from '../../model/merge-overrides.ts';
import type { PolicyOverrides } from '../../model/policy-overrides.ts';
import type { PolicyId } from '../../model/vocabulary.ts';
import { describePolicy } from '../../policy/describe-policy.ts';
import { findPolicy, type Policies } from '../../policy/policies.ts';
import { resolvePolicy } from '../../policy/resolve-policy.ts';

/** Which policies judged the endpoints of each deployment. Recorded under `policies` of the report, so that a verdict can be explained later. */
export interface PolicyRecord {
  readonly add: (endpoint: Pick<Endpoint, 'id' | 'deployment' | 'policy' | 'policyOverrides'>) => void;
  /** Every policy that judged an endpoint. */
  readonly ids: () => readonly PolicyId[];
  /** The same policies, each with what was overridden for the endpoints that it judged. */
  readonly used: () => readonly JudgedBy[];
  /**
   * By deployment (`-`: outside any; the id of the first of those targets that override the same), then by policy: effective severities
   * and thresholds, and what was overridden.
   */
  readonly describe: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Endpoints that are judged alike. */
interface Group {
  readonly name: string;
  readonly deployment: string | null;
  /** Of targets outside any deployment. */
  readonly own: PolicyOverrides | undefined;
  readonly policies: Set<PolicyId>;
  /** The first of those with overrides of their own. */
  readonly targets: string[];
  count: number;
}

/** Of targets that override the same, the report names this many. */
const maxTargetsNamed = 100;

export function createPolicyRecord({
  overrides,
  runOverrides = {},
  policies: known,
}: Pick<JudgementContext, 'overrides' | 'runOverrides' | 'policies'>): PolicyRecord {
  const groups = new Map<string, Group>();
  return {
    add: ({ id, deployment, policy, policyOverrides: own }) => {
      const key = own === undefined ? (deployment ?? '-') : `|${JSON.stringify(own)}`;
      const name = own === undefined ? key : id;
      const group = groups.get(key) ?? { name, deployment, own, policies: new Set(), targets: [], count: 0 };
      groups.set(key, group);
      group.policies.add(policy);
      group.count += 1;
      if (own !== undefined && group.targets.length < maxTargetsNamed) group.targets.push(id);
    },
    used: () =>
      [...groups.values()].flatMap(({ deployment, own, policies }) =>
        [...policies].map((policy) => ({ deployment, policy, policyOverrides: own })),
      ),
    ids: () => [...new Set([...groups.values()].flatMap(({ policies }) => [...policies]))].sort(),
    describe: () =>
      Object.fromEntries(
        [...groups.values()].map((group) => {
          const declared = group.own ?? overrides.get(group.name) ?? {};
          return [group.name, describeAll(group, mergeOverrides(declared, runOverrides), known)];
        }),
      ),
  };
}

function describeAll(
  { own, policies, targets, count }: Group,
  overrides: PolicyOverrides,
  known: Policies | undefined,
): Readonly<Record<string, unknown>> {
  const whose = own === undefined ? {} : { targets, targetCount: count };
  return Object.fromEntries(
    [...policies].map((id) => [id, { ...describePolicy(resolvePolicy(findPolicy(id, known), overrides)), ...whose }]),
  );
}
