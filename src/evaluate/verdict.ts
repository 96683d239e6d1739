import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst failure decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const failed = new Set(findings.filter(({ outcome }) => outcome === 'fail').map(({ severity }) => severity));
  if (failed.has('critical') || failed.has('error')) return 'fail';
  return failed.has('warning') ? 'warn' : 'pass';
}
