import type { DeploymentFinding } from '../../model/finding.ts';
import type { Summary } from '../../model/scan-report.ts';
import { type FailOn, outcomes as outcomeNames } from '../../model/vocabulary.ts';
import type { EndpointNote } from './endpoint-note.ts';
import { isFailureAt } from './exit-code.ts';

/** Counts as a run goes, so that no report needs to be kept for it. */
export interface Tally {
  readonly add: (note: EndpointNote) => void;
  readonly addDeployment: (finding: DeploymentFinding) => void;
  readonly summary: (notAudited: number | null) => Summary;
  readonly hasBug: () => boolean;
  readonly hasFailure: () => boolean;
}

export function createTally(failOn: FailOn): Tally {
  const verdicts = { pass: 0, warn: 0, fail: 0, unreachable: 0 };
  const outcomes = { pass: 0, fail: 0, undetermined: 0, 'not-observable': 0, 'not-applicable': 0 };
  let endpoints = 0;
  let waived = 0;
  let hasBug = false;
  let hasFailure = false;
  return {
    add: (note) => {
      endpoints += 1;
      verdicts[note.verdict] += 1;
      waived += note.waived;
      hasBug ||= note.hasBug;
      hasFailure ||= note.hasFailure;
      for (const outcome of outcomeNames) outcomes[outcome] += note.outcomes[outcome];
    },
    addDeployment: (finding) => {
      hasBug ||= finding.reason === 'internal-error';
      hasFailure ||= isFailureAt(failOn, finding);
      if (finding.waiver !== undefined) waived += 1;
    },
    summary: (notAudited) => ({ endpoints, ...verdicts, outcomes: { ...outcomes }, waived, notAudited }),
    hasBug: () => hasBug,
    hasFailure: () => hasFailure,
  };
}
