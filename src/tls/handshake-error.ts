import type { AlertName } from './tables/alerts.ts';
import type { ProbeFailure } from './probe.ts';

/**
 * What the parsers below `createProbe` throw if the server's bytes cannot be accepted. It never leaves this room:
 * `createProbe` catches it at the one place where bytes come in and turns it into `ProbeResult.failure`. An exception
 * rather than a Result, because any single read may end the handshake.
 */
export class HandshakeError extends Error {
  readonly failure: ProbeFailure;
  /** The fatal alert to send; undefined: none. */
  readonly alert: AlertName | undefined;

  constructor(failure: ProbeFailure, alert: AlertName | undefined) {
    super(failure.message);
    this.failure = failure;
    this.alert = alert;
  }
}

/** Ends the handshake because the server breaks the protocol. `message` is a whole sentence with the figures. */
export function abort(message: string, alert: AlertName = 'illegal_parameter'): never {
  throw new HandshakeError({ kind: 'protocol', message }, alert);
}

/** Ends the handshake because the server exceeds one of our own bounds. `message` names the figure and the bound. */
export function abortBeyondLimit(message: string): never {
  throw new HandshakeError({ kind: 'limit', message }, 'internal_error');
}
