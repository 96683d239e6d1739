import type { FetchOutcome } from '../model/fetch-record.ts';
import { err, type Result } from '../model/result.ts';
import { abortKind } from './failure.ts';

/** Why a fetch brought nothing. */
export interface FetchFailure {
  readonly outcome: Exclude<FetchOutcome, 'fetched'>;
  /** A whole sentence. */
  readonly message: string;
}

/** The message of a fetch that a bound of ours kept back. */
export function notFetched(why: string): string {
  return `Not fetched: ${why}.`;
}

/** An endpoint whose clock could not be stopped had no time left before its fetch had its turn. */
export const neverBegun = {
  outcome: 'limit',
  message: notFetched('its turn had not come when the time of this endpoint was over'),
} as const;

export function fetchFailure(outcome: FetchFailure['outcome'], message: string): Result<never, FetchFailure> {
  return err({ outcome, message });
}

/** What an aborted signal means for a fetch; see `abortKind`. */
export function fetchAborted(signal: AbortSignal): Result<never, FetchFailure> {
  return abortKind(signal) === 'timeout'
    ? fetchFailure('timeout', 'The time limit for this fetch was reached.')
    : fetchFailure('aborted', 'The run was interrupted.');
}
