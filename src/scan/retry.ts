import type { Failure } from '../model/failure.ts';

/** How often to try again, and when. */
export interface Retry {
  /** Beside the first try. */
  readonly times: number;
  /** How long to wait before try number `tries` (1: the second one). */
  readonly waitMs: (tries: number) => number;
}

/**
 * Whether a failure before any byte of the peer may be gone in a while: the peer did not answer in time, no route led there,
 * the connection was reset, DNS had no answer. A refusal, a polite close, an alert or bytes that are no TLS are answers, and so
 * is a name that does not exist.
 */
export function mayPass({ kind }: Failure): boolean {
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
