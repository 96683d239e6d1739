import { type FailOn, type Outcome, type Severity, severities } from '../../model/vocabulary.ts';
import type { Waiver } from '../../model/waiver.ts';

/** What decides how a run exits. */
export interface ExitFacts {
  readonly failOn: FailOn;
  readonly isInterrupted: boolean;
  /** A finding or failure is a bug of certmuster. */
  readonly hasBug: boolean;
  /** Some finding failed at or above `failOn`. */
  readonly hasFailure: boolean;
  /** Some endpoint showed no certificate, or was not dialed. */
  readonly isIncomplete: boolean;
}

/** The first that applies: interrupted, a bug of certmuster, findings at `failOn`, endpoints that could not be audited. */
export function exitCode(facts: ExitFacts): 0 | 1 | 3 | 4 | 130 {
  if (facts.isInterrupted) return 130;
  if (facts.hasBug) return 4;
  if (facts.hasFailure && facts.failOn !== 'never') return 1;
  return facts.isIncomplete ? 3 : 0;
}

/** Whether a finding counts for the exit code. */
export function isFailureAt(
  failOn: FailOn,
  finding: { readonly outcome: Outcome; readonly severity: Severity | null; readonly waiver?: Waiver },
): boolean {
  if (failOn === 'never' || finding.outcome !== 'fail' || finding.severity === null) return false;
  if (finding.waiver !== undefined) return false;
  return severities.indexOf(finding.severity) >= severities.indexOf(failOn);
}
