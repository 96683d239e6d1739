import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst failure that is not waived decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  let isWarning = false;
  // By index, as in the other loops over all findings: an iterator would make an object for each.
  for (let place = 0; place < findings.length; place += 1) {
    const finding = findings[place];
    if (finding?.outcome !== 'fail' || finding.waiver !== undefined) continue;
    if (finding.severity === 'critical' || finding.severity === 'error') return 'fail';
    isWarning ||= finding.severity === 'warning';
  }
  return isWarning ? 'warn' : 'pass';
}
