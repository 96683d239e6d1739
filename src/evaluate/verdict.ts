import type { Cause } from '../model/cause.ts';
import type { Verdict } from '../model/vocabulary.ts';

/** The worst cause that is not waived decides; information never does. Only for endpoints that showed a certificate. */
export function verdictOf(causes: readonly Cause[]): Verdict {
  const counted = causes.filter(({ waiver }) => waiver === null);
  if (counted.some(({ severity }) => severity === 'critical' || severity === 'error')) return 'fail';
  if (counted.some(({ severity }) => severity === 'warning')) return 'warn';
  return causes.some(({ severity, waiver }) => waiver !== null && severity !== 'info') ? 'waived' : 'pass';
}
