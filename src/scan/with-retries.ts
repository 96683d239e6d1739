import type { Failure } from '../model/failure.ts';
import { isTemporary, type Retry } from './retry.ts';

/** What the last try returned, and how many came before it. */
export interface Tried<T> {
  readonly result: T;
  readonly earlierTries: number;
}

export interface RetryOptions<T> {
  /** Undefined: the first try is the only one. */
  readonly retry: Retry | undefined;
  readonly failureOf: (result: T) => Failure | undefined;
  /** The run has ended: nothing is tried any more. */
  readonly isOver: () => boolean;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Tries until there is an answer, or a failure that is not temporary, or until all retries are used up; undefined if the run ends before. */
export async function withRetries<T>(
  tryOnce: (earlierTries: number) => Promise<T>,
  { retry, failureOf, isOver, pause }: RetryOptions<T>,
): Promise<Tried<T> | undefined> {
  for (let earlierTries = 0; !isOver(); earlierTries += 1) {
    const result = await tryOnce(earlierTries);
    if (isOver()) return undefined;
    const failure = failureOf(result);
    const isFinal =
      retry === undefined || earlierTries >= retry.times || failure === undefined || !isTemporary(failure);
    if (isFinal) return { result, earlierTries };
    await pause(retry.waitMs(earlierTries + 1));
  }
  return undefined;
}
