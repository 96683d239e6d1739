import { suggestWord } from '../model/nearest-words.ts';
import type { Role } from '../model/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';

/** A clause if the policy does not have the role. */
export function objectToRole(role: Role, policy: Policy): string | undefined {
  if (policy.roles[role] !== undefined) return undefined;
  return `policy ${policy.id} has no role ${role}; ${suggestWord(role, Object.keys(policy.roles))}`;
}
