import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst failure that is not waived decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const counted = findings.filter(({ outcome, waiver }) => outcome === 'fail' && waiver === undefined);
  if (counted.some(({ severity }) => severity === 'critical' || severity === 'error')) return 'fail';
  return counted.some(({ severity }) => severity === 'warning') ? 'warn' : 'pass';
}
