import type { Cause } from '../../model/cause.ts';
import { severities } from '../../model/vocabulary.ts';
import { countOf, grouped } from './numbers.ts';

/** `3 critical, 5 errors`: the worst first. */
export function severityCounts(causes: readonly Pick<Cause, 'severity'>[]): string {
  return severities
    .toReversed()
    .map((severity) => ({ severity, count: causes.filter((cause) => cause.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => (nouns.has(severity) ? countOf(count, severity) : `${grouped(count)} ${severity}`))
    .join(', ');
}

const nouns: ReadonlySet<Cause['severity']> = new Set(['error', 'warning']);
