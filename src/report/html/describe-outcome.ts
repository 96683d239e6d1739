import type { Verdict } from '../../model/vocabulary.ts';
import { grouped } from './numbers.ts';
import { verdictsWorstFirst } from './verdict-badge.ts';

/** The outcome in a sentence. */
export function describeOutcome(summary: Readonly<Record<Verdict, number>> & { readonly endpoints: number }): string {
  const { endpoints, pass } = summary;
  if (endpoints === 0) return 'No endpoint was audited.';
  const parts = verdictsWorstFirst
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => ({ count: summary[verdict], predicates: predicates[verdict] }));
  if (endpoints === 1) return `The endpoint ${parts.map((part) => part.predicates.one).join()}.`;
  if (pass === endpoints) return `All ${grouped(endpoints)} endpoints pass.`;
  const counts = parts.map((part) => `${grouped(part.count)} ${part.predicates[part.count === 1 ? 'one' : 'many']}`);
  return `Of ${grouped(endpoints)} endpoints, ${[...counts, ...(pass === 0 ? ['none passes'] : [])].join(', ')}.`;
}

const predicates: Readonly<Record<Verdict, { readonly one: string; readonly many: string }>> = {
  fail: { one: 'fails', many: 'fail' },
  unreachable: { one: 'is unreachable', many: 'are unreachable' },
  warn: { one: 'has warnings', many: 'have warnings' },
  waived: { one: 'is waived', many: 'are waived' },
  pass: { one: 'passes', many: 'pass' },
};
