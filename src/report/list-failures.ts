import type { Finding } from '../model/finding.ts';
import { severities } from '../model/vocabulary.ts';

/** Whether a finding fails and counts: a waived one is shown and counts for nothing. */
function isUnwaivedFailure({ outcome, waiver }: Finding): boolean {
  return outcome === 'fail' && waiver === undefined;
}

/** Failures that are not waived, the worst first, else in the order of the report. */
export function listFailures(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(isUnwaivedFailure).sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

/** Greater is worse; null is below all. */
export function severityRank(severity: Finding['severity']): number {
  return severity === null ? -1 : severities.indexOf(severity);
}
