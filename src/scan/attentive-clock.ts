/** A clock that counts only the time in which we could have heard a peer. */
export interface AttentiveClock {
  readonly nowMs: () => number;
  /** To be called every `everyMs`. Where it is called later than that, we were busy ourselves or got no processor. */
  readonly tick: () => void;
}

/**
 * Each tick counts for twice `everyMs` at most: a process that stood still for a second has not waited for anybody, and what
 * arrived meanwhile is read only after the tick.
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
