import type { Failure } from '../model/failure.ts';
import { mayPass, type Retry } from './retry.ts';

/** What the last try brought, and how many came before it. */
export interface Persisted<T> {
  readonly result: T;
  readonly earlierTries: number;
}

/** Tries until there is an answer or no hope of one; undefined where the run ends before. */
export type Persist = <T>(
  attempt: (earlierTries: number) => Promise<T>,
  failureOf: (result: T) => Failure | undefined,
) => Promise<Persisted<T> | undefined>;

export interface PersistOptions {
  /** Undefined: the first try is the only one. */
  readonly retry: Retry | undefined;
  readonly isOver: () => boolean;
  /** Waits so many milliseconds, or until the run is over. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

export function createPersist({ retry, isOver, pause }: PersistOptions): Persist {
  return async (attempt, failureOf) => {
    for (let earlierTries = 0; !isOver(); earlierTries += 1) {
      const result = await attempt(earlierTries);
      if (isOver()) return undefined;
      const failure = failureOf(result);
      const isFinal = retry === undefined || earlierTries >= retry.times || failure === undefined || !mayPass(failure);
      if (isFinal) return { result, earlierTries };
      await pause(retry.waitMs(earlierTries + 1));
    }
    return undefined;
  };
}
