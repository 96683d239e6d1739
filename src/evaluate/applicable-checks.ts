import type { Check } from '../checks/define-check.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import type { Severity } from '../model/vocabulary.ts';
import { findSeverity, type SeverityCircumstances } from '../policy/find-severity.ts';
import type { Policy } from '../policy/policy.ts';
import { isOfChain } from './chain-memory.ts';

/** A check that a policy makes of an endpoint, and the severity of its failure there. */
export interface ApplicableCheck {
  readonly check: Check;
  readonly severity: Severity | null;
  /** Of the faults whose severity is another; `off`: the policy does not demand what the fault lacks. */
  readonly severityOfFault: Readonly<Partial<Record<string, Severity | null | 'off'>>>;
  /** One judgement serves all endpoints that present the same chain. */
  readonly isOfChain: boolean;
}

/** The checks that a policy makes of endpoints in these circumstances, in the order of the check list. */
export function applicableChecks(policy: Policy, circumstances: SeverityCircumstances): readonly ApplicableCheck[] {
  return endpointChecks.flatMap((check) => {
    const faults = Object.keys(check.faults);
    const severityOf = (fault?: string) => findSeverity(policy, check.id, circumstances, fault);
    // A check of which only some faults count.
    const counted = [undefined, ...faults].find((fault) => severityOf(fault) !== undefined);
    const severity = severityOf(counted);
    if (severity === undefined) return [];
    const others = faults.flatMap((fault) => {
      const other = severityOf(fault);
      return other === severity ? [] : [[fault, other === undefined ? 'off' : other] as const];
    });
    return [{ check, severity, severityOfFault: Object.fromEntries(others), isOfChain: isOfChain(check) }];
  });
}
