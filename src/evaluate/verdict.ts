import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst failure that is not waived decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const counted = findings.filter(({ outcome, waiver }) => outcome === 'fail' && waiver === undefined);
  const failed = new Set(counted.map(({ severity }) => severity));
  if (failed.has('critical') || failed.has('error')) return 'fail';
  return failed.has('warning') ? 'warn' : 'pass';
}
