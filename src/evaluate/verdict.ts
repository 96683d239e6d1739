import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst failure that is not waived decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  let isWarning = false;
  for (const { outcome, severity, waiver } of findings) {
    if (outcome !== 'fail' || waiver !== undefined) continue;
    if (severity === 'critical' || severity === 'error') return 'fail';
    isWarning ||= severity === 'warning';
  }
  return isWarning ? 'warn' : 'pass';
}
