import type { EffectivePolicy } from './resolve-policy.ts';

/** What a report records of the policy it was made under: effective severities and figures, and what was overridden. */
export function describePolicy({ policy, overridden }: EffectivePolicy): Readonly<Record<string, unknown>> {
  const { id, title, severities, thresholds, pathProfile } = policy;
  return { id, title, severities, thresholds, pathProfile, overridden };
}
