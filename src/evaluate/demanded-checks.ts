import type { Check } from '../checks/define-check.ts';
import type { JudgedPath } from '../checks/evidence.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Severity } from '../model/vocabulary.ts';
import { findSeverity } from '../policy/find-severity.ts';
import type { EffectivePolicy } from '../policy/resolve-policy.ts';
import { createLikenesses, type Likeness } from './likeness.ts';
import { bitsOf } from './watched-evidence.ts';

/** A check that the policy makes of an endpoint, and how much its failure weighs there. */
export interface DemandedCheck {
  readonly check: Check;
  readonly severity: Severity | null;
  /** Where its finding stands. */
  readonly place: number;
  /** `check.needs`, see `bitsOf`. */
  readonly needs: number;
}

/** The checks that a policy makes of an endpoint, in the order of the check list, and what is remembered of their answers. */
export interface Demand {
  readonly checks: readonly DemandedCheck[];
  readonly findLikeness: (path: JudgedPath) => Likeness;
}

export type DemandedChecks = (effective: EffectivePolicy, observation: EndpointObservation) => Demand;

/** Finds them once for each policy, role, access and protocol. */
export function createDemandedChecks(): DemandedChecks {
  const byPolicy = new WeakMap<EffectivePolicy, Map<string, Demand>>();
  return (effective, { endpoint: { role, access }, handshake }) => {
    const protocol = handshake?.protocol ?? null;
    const known = byPolicy.get(effective) ?? new Map<string, Demand>();
    byPolicy.set(effective, known);
    const circumstances = `${role} ${access} ${protocol}`;
    const found = known.get(circumstances) ?? demandedOf(effective, { role, access, protocol });
    known.set(circumstances, found);
    return found;
  };
}

function demandedOf({ policy }: EffectivePolicy, circumstances: Parameters<typeof findSeverity>[2]): Demand {
  const checks: DemandedCheck[] = [];
  for (const check of endpointChecks) {
    const severity = findSeverity(policy, check.id, circumstances);
    if (severity !== undefined) checks.push({ check, severity, place: checks.length, needs: bitsOf(check.needs) });
  }
  return { checks, findLikeness: createLikenesses() };
}
