import type { Cause } from '../model/cause.ts';

/** Causes worst first, those that are waived last: there is nothing to do about them until the waiver ends. */
export function unwaivedFirst(causes: readonly Cause[]): readonly Cause[] {
  return [...causes.filter(({ waiver }) => waiver === null), ...causes.filter(({ waiver }) => waiver !== null)];
}
