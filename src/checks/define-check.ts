import type { Evidence, Need, UndeterminedReason } from './evidence.ts';

/** Where a demand comes from. */
export interface Citation {
  readonly document: string;
  readonly section: string;
  readonly url?: string;
}

/** What a judge adds to its answer. `expected` and `observed` are short values, never sentences. */
export interface Details {
  readonly expected?: string;
  readonly observed?: string;
}

/** A judge's answer. A message is whole sentences: what was seen (with values), why it matters, what to do. */
export type Judgement =
  | ({ readonly outcome: 'pass'; readonly message: string } & Details)
  | ({ readonly outcome: 'fail'; readonly message: string } & Details)
  | ({ readonly outcome: 'not-applicable'; readonly message: string; readonly reason: string } & Details)
  | ({ readonly outcome: 'undetermined'; readonly message: string; readonly reason: UndeterminedReason } & Details)
  | ({ readonly outcome: 'not-observable'; readonly message: string; readonly reason: string } & Details);

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
