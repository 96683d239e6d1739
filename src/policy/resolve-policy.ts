import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { Policy, SeverityRule, Thresholds } from './policy.ts';

/** A policy as one deployment has it, and what the deployment changed. */
export interface EffectivePolicy {
  readonly policy: Policy;
  readonly overridden: readonly Override[];
}

export interface Override {
  readonly kind: 'severity' | 'threshold';
  /** Check id or threshold name. */
  readonly name: string;
  readonly from: readonly SeverityRule[] | number | readonly string[];
  readonly to: string | number | readonly string[];
}

/**
 * Applies what a deployment overrides. An overridden severity applies to every role, access and protocol. Overrides that
 * `findOverrideProblems` reports are left out.
 */
export function resolvePolicy(policy: Policy, overrides: PolicyOverrides | undefined): EffectivePolicy {
  const severities = new Map(Object.entries(policy.severities));
  const thresholds = new Map<string, number | readonly string[]>(Object.entries(policy.thresholds));
  const overridden: Override[] = [];
  for (const [name, to] of Object.entries(overrides?.severity ?? {})) {
    const from = severities.get(name);
    if (from === undefined || (to !== 'off' && from.some(({ severity }) => severity === null))) continue;
    if (to === 'off') severities.delete(name);
    else severities.set(name, [{ severity: to }]);
    overridden.push({ kind: 'severity', name, from, to });
  }
  for (const [name, to] of Object.entries(overrides?.thresholds ?? {})) {
    const from = thresholds.get(name);
    if (from === undefined || typeof from !== typeof to) continue;
    thresholds.set(name, to);
    overridden.push({ kind: 'threshold', name, from, to });
  }
  if (overridden.length === 0) return { policy, overridden };
  return {
    policy: {
      ...policy,
      severities: Object.fromEntries(severities),
      // Every name came from the policy's own thresholds, each with the type it had there.
      thresholds: Object.fromEntries(thresholds) as unknown as Thresholds,
      // What is overridden is so for certificates of any age.
      dated: policy.dated.map(({ from, policy: later }) => ({ from, policy: resolvePolicy(later, overrides).policy })),
    },
    overridden,
  };
}
