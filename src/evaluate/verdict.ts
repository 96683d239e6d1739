import type { Cause } from '../model/cause.ts';
import type { Verdict } from '../model/vocabulary.ts';

/**
 * The worst cause that is not waived decides; information never does. Only for endpoints that showed a certificate. `isUnverified`: trust
 * or the proof of the key could not be verified, which is no fault and no pass.
 */
export function verdictOf(causes: readonly Cause[], isUnverified = false): Verdict {
  const counted = causes.filter(({ waiver }) => waiver === null);
  if (counted.some(({ severity }) => severity === 'critical' || severity === 'error')) return 'fail';
  if (isUnverified || counted.some(({ severity }) => severity === 'warning')) return 'warn';
  return causes.some(({ severity, waiver }) => waiver !== null && severity !== 'info') ? 'waived' : 'pass';
}
