/** A clock that counts only the time in which an answer of a peer could have been read. */
export interface AttentiveClock {
  readonly nowMs: () => number;
  /** To be called every `everyMs`. If it is called later, this process was busy or got no processor. */
  readonly tick: () => void;
}

/**
 * Each tick counts for at most twice `everyMs`: a process that stood still for a second has not waited for a peer in that
 * second, and what arrived meanwhile is read only after the tick.
 */
export function createAttentiveClock(monotonicMs: () => number, everyMs: number): AttentiveClock {
  let lastMs = monotonicMs();
  let countedMs = 0;
  return {
    nowMs: () => countedMs,
    tick: () => {
      const nowMs = monotonicMs();
      countedMs += Math.min(nowMs - lastMs, 2 * everyMs);
      lastMs = nowMs;
    },
  };
}
