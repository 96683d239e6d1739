import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import type { Budget } from '../async/deadlines.ts';
import type { Pace } from './pace.ts';
import type { Retry } from './retry.ts';

/** One try to collect an endpoint. */
export interface Try extends Budget {
  /** How many came before this one. */
  readonly earlierTries: number;
}

/** `Found` is whatever comes of an endpoint: the conductor passes it on unseen. */
export interface ScanOptions<Found> {
  /** One request becomes as many endpoints as its name has addresses, in an order that is the same in every run. */
  readonly resolve: (request: Endpoint, signal: AbortSignal) => Promise<Result<readonly ResolvedEndpoint[], Failure>>;
  /** At least one; a second one for the other key type. */
  readonly collect: (endpoint: ResolvedEndpoint, one: Try) => Promise<readonly Found[]>;
  /** What stands for a request whose name could not be resolved. */
  readonly unresolved: (request: Endpoint, failure: Failure, earlierTries: number) => Found;
  /** Why the endpoint has said nothing at all; undefined: it has. */
  readonly failureOf: (found: Found) => Failure | undefined;
  /** Endpoints under way at once, slow ones not counted; also results waiting for the reader. */
  readonly concurrency: number;
  /** Endpoints much slower than others that are held beside those; absent: none, they count like everyone. */
  readonly parked?: number;
  /** Endpoints under way at once at this address, slow ones counted; `Infinity`: any number. Absent: any number. */
  readonly perAddress?: ((address: string) => number) | undefined;
  /** The same for endpoints of one host. */
  readonly perHost?: number | undefined;
  /** Absent: nothing is tried again. */
  readonly retry?: Retry;
  /** Whether the endpoint of this id needs no dialling; absent: every one needs it. */
  readonly isDone?: (id: string) => boolean;
  /** Asked before each endpoint is dialled; absent: as fast as it goes. */
  readonly pace?: Pace | undefined;
  /** For one try of one endpoint, everything: its name, all its connections. */
  readonly timeoutMs: number;
  /** Aborted: nothing more is dialled, what is under way is dropped. */
  readonly signal: AbortSignal;
  readonly monotonicMs: () => number;
}

export type ScanEvent<Found> =
  /** Sorted by `index` results stand in expansion order. */
  | { readonly kind: 'endpoint'; readonly index: number; readonly found: Found }
  /** The last event. `notAudited`: how many endpoints an interruption left out; null: nobody knows how many there were. */
  | { readonly kind: 'end'; readonly notAudited: number | null };
