import type { CheckDescription, ScanSummary } from '../model/scan-report.ts';

/** The description of a check, if the report has one. A report file may name a check `constructor`, which every object inherits. */
export function findDescription(checks: ScanSummary['checks'], check: string): CheckDescription | undefined {
  return Object.hasOwn(checks, check) ? checks[check] : undefined;
}
