import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { Summary } from '../../model/scan-report.ts';
import { isUnverified } from '../../model/unverified.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { isFailureAt } from './exit-code.ts';

/** Counts verdicts and outcomes as a run goes, so that the summary needs no report to be kept. */
export interface Counters {
  readonly add: (report: EndpointReport) => void;
  readonly addDeployment: (finding: DeploymentFinding) => void;
  readonly summary: (causes: readonly Cause[], notAudited: number | null) => Summary;
  readonly hasBug: () => boolean;
  readonly hasFailure: () => boolean;
  /** Whether the trust of some endpoint or its proof of the key is undetermined, because it cannot be verified here. */
  readonly hasUnverified: () => boolean;
}

export function createCounters(failOn: FailOn): Counters {
  const verdicts = { pass: 0, warn: 0, fail: 0, waived: 0, unreachable: 0 };
  const outcomes = { pass: 0, fail: 0, undetermined: 0, 'not-observable': 0, 'not-applicable': 0 };
  let endpoints = 0;
  let hasBug = false;
  let hasFailure = false;
  let hasUnverified = false;
  const count = (finding: Finding): void => {
    hasBug ||= finding.reason === 'internal-error';
    hasFailure ||= isFailureAt(failOn, finding);
  };
  return {
    add: (report) => {
      const { verdict, failure, findings } = report;
      endpoints += 1;
      verdicts[verdict] += 1;
      hasBug ||= failure?.kind === 'internal-error';
      hasUnverified ||= isUnverified(report);
      for (const finding of findings) {
        outcomes[finding.outcome] += 1;
        count(finding);
      }
    },
    addDeployment: count,
    summary: (causes, notAudited) => ({
      causes: countCauses(causes),
      endpoints,
      ...verdicts,
      outcomes: { ...outcomes },
      notAudited,
    }),
    hasBug: () => hasBug,
    hasFailure: () => hasFailure,
    hasUnverified: () => hasUnverified,
  };
}

function countCauses(causes: readonly Cause[]): Summary['causes'] {
  const counts = { critical: 0, error: 0, warning: 0, info: 0, waived: 0 };
  for (const { severity, waiver } of causes) counts[waiver === null ? severity : 'waived'] += 1;
  return counts;
}
