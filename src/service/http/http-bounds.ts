/** Bounds of the HTTP interface. Requests are small, and callers are few: people, a Prometheus, scripts. */
export const httpBounds = {
  /** No request has a body that means anything; a form of the page has a few bytes. */
  maxBodyBytes: 4_096,
  /** Request line and header fields together; a browser sends about 1 kB. */
  maxHeaderBytes: 16_384,
  /** The longest URL is that of an endpoint, whose host has 253 characters at most. */
  maxUrlLength: 4_096,
  maxParameterLength: 2_048,
  /** Open connections in all, and of one address: a browser opens six at a time, and proxies about as many for each of their users. */
  maxConnections: 256,
  maxConnectionsPerAddress: 64,
  /** After so many requests a connection is closed, so that no client stays for ever under access that was checked long ago. */
  maxRequestsPerConnection: 1_000,
  /** To receive the header fields, and the whole request: who sends a byte a second is cut off. */
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  /** How often Node looks for requests that take longer than that. */
  checkEveryMs: 1_000,
  handshakeTimeoutMs: 10_000,
  keepAliveMs: 10_000,
  /** Without a byte in either direction; a probe may take as long as Prometheus waits, at most some 2 minutes. */
  idleTimeoutMs: 180_000,
  /** Addresses that are remembered for limits, about 200 bytes each. */
  maxKnownAddresses: 10_000,
  /** Wrong tokens and certificates of one address a minute. */
  failuresPerMinute: 10,
  /** When the service stops, requests have this time to end. */
  closingMs: 3_000,
} as const;
