import type { Evidence, Need } from './evidence.ts';
import type { Judgement } from './judgement.ts';

/** Where a demand comes from. */
export interface Citation {
  readonly document: string;
  readonly section: string;
  readonly url?: string;
}

/** One rule: pure, synchronous, without severity or threshold of its own. */
export interface Check<Needs extends Need = Need> {
  /** Kebab-case, names the property judged; the file is named the same. */
  readonly id: string;
  /** A claim that holds when the check passes. */
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly citation: Citation;
  /** All that `judge` sees. */
  readonly needs: readonly Needs[];
  readonly judge: (evidence: Pick<Evidence, Needs>) => Judgement;
}

/** Gives a check its type: `judge` is handed exactly what `needs` declares. */
export function defineCheck<const Needs extends Need>(check: Check<Needs>): Check<Needs> {
  return check;
}
