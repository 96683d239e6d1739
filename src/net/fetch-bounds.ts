/** What fetching may cost. Each is counted when a request begins or when bytes arrive, never when a fetch is queued. */
export interface FetchBounds {
  /** Requests under way at once that are in their first moment. */
  readonly atOnce: number;
  /** After this long a request no longer keeps others from beginning, whether it is silent or large. */
  readonly momentMs: number;
  /** Requests under way at once altogether, the slow ones included: a socket each. */
  readonly sockets: number;
  readonly atOnceOfHost: number;
  /** One URL, redirects and all; time in which it waits for its turn is not counted. */
  readonly fetchMs: number;
  /** Requests begun for an endpoint, each redirect included. */
  readonly requestsOfEndpoint: number;
  /** Bytes that arrive for an endpoint, and of the bodies that it gets out of our memory. */
  readonly bytesOfEndpoint: number;
  /** Requests begun at a host that brought nothing, less those that brought something; see `createRequestCredit`. */
  readonly fruitlessOfHost: number;
  readonly fruitlessOfRun: number;
  /** Bytes that arrive in a run. */
  readonly bytesOfRun: number;
  /** Bytes of bodies in memory, past which endpoints that hold more than their share get no more. */
  readonly bytesHeld: number;
}

/**
 * The bounds of a run. 32 MiB are two CRLs of the largest size accepted; written as
 * base64 they are 45 MB, which a saved line has room for. `fetchMs` is what Windows gives each URL of a chain
 * (`ChainUrlRetrievalTimeoutMilliseconds`).
 */
export const fetchBounds: FetchBounds = {
  atOnce: 16,
  momentMs: 500,
  sockets: 128,
  atOnceOfHost: 12,
  fetchMs: 15_000,
  requestsOfEndpoint: 64,
  bytesOfEndpoint: 33_554_432,
  fruitlessOfHost: 128,
  fruitlessOfRun: 65_536,
  bytesOfRun: 4_294_967_296,
  bytesHeld: 134_217_728,
};
