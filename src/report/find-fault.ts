import type { Finding } from '../model/finding.ts';
import type { CheckDescription, ScanSummary } from '../model/scan-report.ts';
import { findDescription } from './find-description.ts';

/** What a report says of the fault of a failing finding; undefined: nothing. */
export function findFault(
  checks: ScanSummary['checks'],
  { check, fault }: Pick<Finding, 'check' | 'fault'>,
): CheckDescription['faults'][string] | undefined {
  const faults = findDescription(checks, check)?.faults;
  return faults !== undefined && fault !== null && Object.hasOwn(faults, fault) ? faults[fault] : undefined;
}
