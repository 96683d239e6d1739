import type { Check } from '../checks/define-check.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Severity } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { EffectivePolicy } from '../policy/resolve-policy.ts';

/** A check that the policy makes of an endpoint, and how much its failure weighs there. */
export interface DemandedCheck {
  readonly check: Check;
  readonly severity: Severity | null;
}

/** The checks that a policy makes of an endpoint, in the order of the check list. */
export type DemandedChecks = (effective: EffectivePolicy, observation: EndpointObservation) => readonly DemandedCheck[];

/** Finds them once for each policy, role, access and protocol. */
export function createDemandedChecks(): DemandedChecks {
  const byPolicy = new WeakMap<EffectivePolicy, Map<string, readonly DemandedCheck[]>>();
  return (effective, { endpoint: { role, access }, handshake }) => {
    const protocol = handshake?.protocol ?? null;
    const known = byPolicy.get(effective) ?? new Map<string, readonly DemandedCheck[]>();
    byPolicy.set(effective, known);
    const circumstances = `${role} ${access} ${protocol}`;
    const found = known.get(circumstances) ?? demandedOf(effective, { role, access, protocol });
    known.set(circumstances, found);
    return found;
  };
}

function demandedOf(
  { policy }: EffectivePolicy,
  circumstances: Parameters<typeof findSeverity>[2],
): readonly DemandedCheck[] {
  return endpointChecks.flatMap((check) => {
    const severity = findSeverity(policy, check.id, circumstances);
    return severity === undefined ? [] : [{ check, severity }];
  });
}
