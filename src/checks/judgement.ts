import type { UndeterminedReason } from './evidence.ts';

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

/** It was seen, and it holds. */
export function pass(message: string, details: Details = {}): Judgement {
  return { outcome: 'pass', message, ...details };
}

/** It was seen, and it does not hold. */
export function fail(message: string, details: Details = {}): Judgement {
  return { outcome: 'fail', message, ...details };
}

/** The rule does not concern this endpoint; `reason` is a short fixed word. */
export function notApplicable(reason: string, message: string, details: Details = {}): Judgement {
  return { outcome: 'not-applicable', reason, message, ...details };
}

/** It could be seen, but we did not get to. */
export function undetermined(reason: UndeterminedReason, message: string, details: Details = {}): Judgement {
  return { outcome: 'undetermined', reason, message, ...details };
}

/** Nobody can see this over TLS; the message says what to run on the server instead. */
export function notObservable(reason: string, message: string, details: Details = {}): Judgement {
  return { outcome: 'not-observable', reason, message, ...details };
}
