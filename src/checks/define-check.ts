import type { Citation } from './citations.ts';
import type { Evidence, Need } from './evidence.ts';
import type { Faults } from './fault.ts';
import type { Judgement } from './judgement.ts';

/** One rule: pure, synchronous, without severity or threshold of its own. */
export interface Check<Needs extends Need = Need, FaultId extends string = string> {
  /** Kebab-case, names the property judged; the file is named the same. */
  readonly id: string;
  /** A claim that holds when the check passes. */
  readonly title: string;
  /** Why it is demanded. */
  readonly why: string;
  readonly citation: Citation;
  /** What the field reports beside the rule: whole sentences with their source. */
  readonly fieldNote?: string;
  /** Every way in which it can fail. */
  readonly faults: Faults<FaultId>;
  /** All that `judge` sees. */
  readonly needs: readonly Needs[];
  readonly judge: (evidence: Pick<Evidence, Needs>) => Judgement<FaultId>;
}

/** Gives a check its type: `judge` is handed exactly what `needs` declares, and fails with faults that are declared. */
export function defineCheck<const Needs extends Need, const FaultId extends string>(
  check: Omit<Check<Needs, FaultId>, 'judge'> & {
    readonly judge: (evidence: Pick<Evidence, Needs>) => Judgement<NoInfer<FaultId>>;
  },
): Check<Needs, FaultId> {
  return check;
}
