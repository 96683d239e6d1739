import type { Cause } from '../model/cause.ts';
import { severities, type Severity } from '../model/vocabulary.ts';
import { plural } from './plural.ts';

/** `['3 critical', '2 errors']`: the worst first, none that is 0. */
export function severityCounts(counts: Readonly<Record<Severity, number>>): readonly string[] {
  return severities
    .toReversed()
    .filter((severity) => counts[severity] > 0)
    .map((severity) => severityCount(counts[severity], severity));
}

/** `1 error`, `2 errors`. Critical and info have no plural. */
function severityCount(count: number, severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? plural(count, severity) : `${count} ${severity}`;
}

/** The same of causes, `3 critical, 2 errors`; empty if there are none. */
export function countSeverities(causes: readonly Pick<Cause, 'severity'>[]): string {
  const count = (severity: Severity): number => causes.filter((cause) => cause.severity === severity).length;
  const counts = { critical: count('critical'), error: count('error'), warning: count('warning'), info: count('info') };
  return severityCounts(counts).join(', ');
}
