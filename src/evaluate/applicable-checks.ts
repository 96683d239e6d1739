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
  /** Of the faults whose severity is another. */
  readonly severityOfFault: Readonly<Partial<Record<string, Severity | null>>>;
  /** One judgement serves all endpoints that present the same chain. */
  readonly isOfChain: boolean;
}

/** The checks that a policy makes of endpoints in these circumstances, in the order of the check list. */
export function applicableChecks(policy: Policy, circumstances: SeverityCircumstances): readonly ApplicableCheck[] {
  return endpointChecks.flatMap((check) => {
    const severity = findSeverity(policy, check.id, circumstances);
    if (severity === undefined) return [];
    const ofFault = Object.keys(check.faults).map(
      (fault) => [fault, findSeverity(policy, check.id, circumstances, fault)] as const,
    );
    const severityOfFault = Object.fromEntries(ofFault.filter(([, other]) => other !== severity));
    return [{ check, severity, severityOfFault, isOfChain: isOfChain(check) }];
  });
}
