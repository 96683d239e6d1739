import type { Access, Protocol, Role, Severity } from '../model/vocabulary.ts';
import type { Policy, SeverityRule } from './policy.ts';

/** What a severity may depend on; null: not declared, or not negotiated. */
export interface SeverityCircumstances {
  readonly role: Role;
  readonly access: Access | null;
  readonly protocol: Protocol | null;
}

/**
 * How severe a failure of the check is: the first rule whose every condition fits. `undefined`: the check is not part of
 * the policy; `null`: it can only ever be `not-observable`. `fault` is what failed; without it rules for one fault do not count.
 */
export function findSeverity(
  policy: Policy,
  check: string,
  circumstances: SeverityCircumstances,
  fault?: string,
): Severity | null | undefined {
  const rules = Object.hasOwn(policy.severities, check) ? policy.severities[check] : undefined;
  const found = rules?.find((rule) => (rule.fault === undefined || rule.fault === fault) && fits(rule, circumstances));
  return found?.severity === 'off' ? undefined : found?.severity;
}

function fits(rule: SeverityRule, { role, access, protocol }: SeverityCircumstances): boolean {
  if (rule.roles !== undefined && !rule.roles.includes(role)) return false;
  if (rule.protocol !== undefined && rule.protocol !== protocol) return false;
  return rule.access === undefined || rule.access === (access === 'both' ? 'external' : access);
}
