import type { Outcome } from '../model/vocabulary.ts';
import type { UndeterminedReason } from './evidence.ts';

/** What a judge adds to its answer. `expected` and `observed` are short values, never sentences. */
export interface Details {
  readonly expected?: string;
  readonly observed?: string;
}

/** A judge's answer. A message is whole sentences: what was seen (with values), why it matters, what to do. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly message: string;
  readonly expected: string | null;
  readonly observed: string | null;
  /** A short fixed word, an `UndeterminedReason` among them; null for what was seen. */
  readonly reason: string | null;
}

/** It was seen, and it holds. */
export function pass(message: string, details?: Details): Judgement {
  return {
    outcome: 'pass',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason: null,
  };
}

/** It was seen, and it does not hold. */
export function fail(message: string, details?: Details): Judgement {
  return {
    outcome: 'fail',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason: null,
  };
}

/** The rule does not concern this endpoint; `reason` is a short fixed word. */
export function notApplicable(reason: string, message: string, details?: Details): Judgement {
  return {
    outcome: 'not-applicable',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
  };
}

/** It could be seen, but we did not get to. */
export function undetermined(reason: UndeterminedReason, message: string, details?: Details): Judgement {
  return {
    outcome: 'undetermined',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
  };
}

/** This is not visible over TLS; the message says what to run on the server instead. */
export function notObservable(reason: string, message: string, details?: Details): Judgement {
  return {
    outcome: 'not-observable',
    message,
    expected: details?.expected ?? null,
    observed: details?.observed ?? null,
    reason,
  };
}
