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
export function severityCount(count: number, severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? plural(count, severity) : `${count} ${severity}`;
}
