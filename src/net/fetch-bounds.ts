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
  /** Bytes of bodies in memory. Past this the oldest answers are forgotten, and endpoints that hold more than their share get no more. */
  readonly bytesHeld: number;
}

/** The bounds of a run. */
export const fetchBounds: FetchBounds = {
  /** At 50 ms for an answer 320 requests begin each second; more would fill the link of a small site. */
  atOnce: 16,
  /** A name, a connection and an answer are three round trips, of 150 ms each between continents. */
  momentMs: 500,
  /** An eighth of the 1,024 descriptors that Linux lets a process have by default; the endpoints need the others. */
  sockets: 128,
  /** Twice the connections that a browser opens to a host. */
  atOnceOfHost: 12,
  /** What Windows gives each URL of a chain (`ChainUrlRetrievalTimeoutMilliseconds`). */
  fetchMs: 15_000,
  /** The 32 pointers followed for an endpoint, with a redirect each. */
  requestsOfEndpoint: 64,
  /** Two CRLs of the largest size accepted; written as base64 they are 45 MB, which a saved line has room for. */
  bytesOfEndpoint: 33_554_432,
  /** All requests of two endpoints: too few to harm a host. */
  fruitlessOfHost: 128,
  /** All requests of 1,024 endpoints, or all that 512 hosts get. */
  fruitlessOfRun: 65_536,
  /** All bytes of 128 endpoints; those of a deployment share their CRLs. */
  bytesOfRun: 4_294_967_296,
  /** All bytes of four endpoints; CRLs are the large bodies, and an organisation has a handful. */
  bytesHeld: 134_217_728,
};
