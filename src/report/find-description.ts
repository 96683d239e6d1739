import type { CheckDescription, ScanSummary } from '../model/scan-report.ts';

/** The description of a check, if the report has one. A report file may name a check `constructor`, which every object inherits. */
export function findDescription(checks: ScanSummary['checks'], check: string): CheckDescription | undefined {
  return Object.hasOwn(checks, check) ? checks[check] : undefined;
}

/** What a fault is called in general, `CHECK/FAULT`: the same in each run, while the title of a cause has values. */
export function findFaultTitle(checks: ScanSummary['checks'], fault: string): string | undefined {
  const [check = '', id = ''] = fault.split('/');
  const faults = findDescription(checks, check)?.faults ?? {};
  return Object.hasOwn(faults, id) ? faults[id]?.title : undefined;
}
