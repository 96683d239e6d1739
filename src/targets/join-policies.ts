import { ownRecord } from '../model/own-record.ts';
import type { Policy } from '../policy/policy.ts';

/** The first policy, with the roles and checks of all of them: what one of them knows is known. */
export function joinPolicies(policies: readonly Policy[]): Policy {
  const [first] = policies;
  if (first === undefined) throw new Error('there is no policy');
  return {
    ...first,
    roles: ownRecord(policies.flatMap(({ roles }) => Object.entries(roles))),
    severities: Object.assign({}, ...policies.map(({ severities }) => severities)),
  };
}
