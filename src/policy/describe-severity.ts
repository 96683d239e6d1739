import { type Policies, standardPolicies } from './policies.ts';
import type { SeverityRule } from './policy.ts';

/** How severe a failure of a check is, by policy: `critical`, or `warning; info for mtls` if it depends on role, access, protocol or fault. */
export function describeSeverity(
  check: string,
  policies: Policies = standardPolicies,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...policies.values()].map(({ id, severities }) => [id, describeRules(severities[check])]));
}

function describeRules(rules: readonly SeverityRule[] | undefined): string {
  if (rules === undefined) return 'not part of this policy';
  return rules
    .toReversed()
    .map(({ severity, roles, access, protocol, fault }) => {
      const conditions = [roles?.join(', '), access, protocol, fault].filter((each) => each !== undefined);
      const word = severity ?? 'none (not visible over TLS)';
      return conditions.length === 0 ? word : `${word} for ${conditions.join(', ')}`;
    })
    .join('; ');
}
