import type { AlertCode } from './tables/alerts.ts';
import type { ProbeFailure } from './probe.ts';

/**
 * What the parsers below `createProbe` throw when the peer's bytes cannot be accepted. It never leaves this room:
 * `createProbe` catches it at the one place where bytes come in and turns it into `ProbeResult.failure`. An exception
 * rather than a Result, because a refusal may arise at every single byte read and always ends the whole flight.
 */
export class HandshakeError extends Error {
  readonly failure: ProbeFailure;
  /** The alert to leave with; undefined: say nothing. */
  readonly farewell: AlertCode | undefined;

  constructor(failure: ProbeFailure, farewell: AlertCode | undefined) {
    super(failure.message);
    this.failure = failure;
    this.farewell = farewell;
  }
}

/** The peer breaks the protocol. `message` is a whole sentence with the figures. */
export function abort(message: string, farewell: AlertCode = 0x2f): never {
  throw new HandshakeError({ kind: 'protocol', message }, farewell);
}

/** The peer goes past one of our own bounds. `message` says the figure and the bound. */
export function abortBeyondLimit(message: string): never {
  throw new HandshakeError({ kind: 'limit', message }, 0x50);
}
