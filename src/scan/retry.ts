import type { Failure } from '../model/failure.ts';

/** How often to try again, and when. */
export interface Retry {
  /** Beside the first try. */
  readonly times: number;
  /** How long to wait before try number `tries` (1: the second one). */
  readonly waitMs: (tries: number) => number;
}

/**
 * Whether a failure before the first byte of the peer may be temporary: the peer did not answer in time, there was no route, the
 * connection was reset, DNS gave no answer. A refused connection, a FIN, an alert, bytes that are not TLS and a name that does
 * not exist are answers, which another try would repeat.
 */
export function isTemporary({ kind }: Failure): boolean {
  switch (kind) {
    case 'timeout':
    case 'unreachable':
    case 'reset':
    case 'dns-error':
      return true;
    default:
      return false;
  }
}

/** The span of the first wait; each further one is twice as long, up to the longest. */
const firstSpanMs = 2_000;
const longestSpanMs = 32_000;

/**
 * Exponential backoff with jitter: some time within the second half of the span, so that endpoints that failed together are not
 * tried again together. `random` gives numbers of at least 0 and below 1.
 */
export function backoffMs(tries: number, random: () => number): number {
  const spanMs = Math.min(longestSpanMs, firstSpanMs * 2 ** (tries - 1));
  return (spanMs * (1 + random())) / 2;
}
