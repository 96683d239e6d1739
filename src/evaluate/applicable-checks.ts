import type { Check } from '../checks/define-check.ts';
import { endpointChecks } from '../checks/endpoint-checks.ts';
import type { Severity } from '../model/vocabulary.ts';
import { findSeverity, type SeverityCircumstances } from '../policy/find-severity.ts';
import type { Policy } from '../policy/policy.ts';

/** A check that a policy makes of an endpoint, and the severity of its failure there. */
export interface ApplicableCheck {
  readonly check: Check;
  readonly severity: Severity | null;
}

/** The checks that a policy makes of endpoints in these circumstances, in the order of the check list. */
export function applicableChecks(policy: Policy, circumstances: SeverityCircumstances): readonly ApplicableCheck[] {
  return endpointChecks.flatMap((check) => {
    const severity = findSeverity(policy, check.id, circumstances);
    return severity === undefined ? [] : [{ check, severity }];
  });
}
