import type { Budget } from '../async/deadlines.ts';
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import type { Pace } from './pace.ts';
import type { Retry } from './retry.ts';

/** One try to collect an endpoint. */
export interface Try extends Budget {
  /** How many came before this one. */
  readonly earlierTries: number;
}

/** `Found` is what is found out about an endpoint: the scan passes it on and never looks into it. */
export interface ScanOptions<Found> {
  /** One request becomes as many endpoints as its name has addresses, in an order that is the same in every run. */
  readonly resolve: (request: Endpoint, signal: AbortSignal) => Promise<Result<readonly ResolvedEndpoint[], Failure>>;
  /** Returns one result, or two: the second one for the other key type. */
  readonly collect: (endpoint: ResolvedEndpoint, thisTry: Try) => Promise<readonly Found[]>;
  /** The result for a request whose name could not be resolved. */
  readonly unresolved: (request: Endpoint, failure: Failure, earlierTries: number) => Found;
  /**
   * The results of a request that is seen from elsewhere: it takes no slot and is never tried again here. `uniqueId` keeps the ids of the
   * endpoints that it becomes apart from others. Undefined: it is dialed here, as are all if the option is absent.
   */
  readonly elsewhere?:
    | ((request: Endpoint, uniqueId: (id: string) => string) => Promise<readonly Found[]> | undefined)
    | undefined;
  /** Why the endpoint has sent nothing at all; undefined: it has answered. */
  readonly failureOf: (found: Found) => Failure | undefined;
  /** Slots: endpoints under way at once, slow ones not counted. As many results may wait for the reader. */
  readonly concurrency: number;
  /** Slow endpoints kept open beside those; absent: none, they keep their slots. */
  readonly slow?: number;
  /** Endpoints under way at once at this address, slow ones counted; `Infinity`, or absent: any number. */
  readonly perAddress?: ((address: string) => number) | undefined;
  /** The same for endpoints of one host. */
  readonly perHost?: number | undefined;
  /** Absent: nothing is tried again. */
  readonly retry?: Retry;
  /** Whether the endpoint of this id need not be dialed; absent: all are dialed. */
  readonly isDone?: (id: string) => boolean;
  /** Asked before each endpoint is dialed; absent: each is dialed as soon as it has a slot. */
  readonly pace?: Pace | undefined;
  /** For one try of one endpoint, everything: its name, all its connections. */
  readonly timeoutMs: number;
  /** Aborted: nothing more is dialed, what is under way is dropped. */
  readonly signal: AbortSignal;
  readonly monotonicMs: () => number;
}

/** Sorted by `index` results stand in expansion order. */
export interface ScanResult<Found> {
  readonly index: number;
  readonly found: Found;
}

export type ScanEvent<Found> =
  /** One or more results, as many as have come since the reader took the last ones. */
  | { readonly kind: 'results'; readonly results: readonly ScanResult<Found>[] }
  /** The last event. `notAudited`: how many endpoints an interruption left out; null: that cannot be known. */
  | { readonly kind: 'end'; readonly notAudited: number | null };
