import type { FailureKind } from '../model/vocabulary.ts';

/**
 * Why a connection could not be made, or ended before we ended it. `closed` is the peer's FIN, `protocol` that what carries the bytes is
 * broken, `proxy` that a proxy on the way refused or failed.
 */
export interface ConnectionFailure {
  readonly kind: Extract<
    FailureKind,
    | 'refused'
    | 'timeout'
    | 'unreachable'
    | 'reset'
    | 'closed'
    | 'protocol'
    | 'proxy'
    | 'socket-error'
    | 'no-address-family'
    | 'aborted'
  >;
  /** A whole sentence. */
  readonly message: string;
  /** This system ran short of something that others will give back. */
  readonly isShortage?: true;
}

/** Why a name has no addresses for us. */
export interface NameFailure {
  readonly kind: Extract<
    FailureKind,
    'not-found' | 'dns-error' | 'no-address-family' | 'timeout' | 'limit' | 'aborted'
  >;
  /** A whole sentence. */
  readonly message: string;
}

/**
 * What an aborted signal means: a deadline aborts with a `TimeoutError` (as `AbortSignal.timeout` does), everything else
 * is the operator.
 */
export function abortKind(signal: AbortSignal): 'timeout' | 'aborted' {
  const reason: unknown = signal.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? 'timeout' : 'aborted';
}
