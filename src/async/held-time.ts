/** Counts the time in which something is held, by however many at once. */
export interface HeldTime {
  /** Holds; returns what lets go. Calls after the first do nothing. */
  readonly hold: () => () => void;
  readonly isHeld: () => boolean;
  /** All time held so far, in milliseconds. */
  readonly totalMs: () => number;
}

export function createHeldTime(nowMs: () => number): HeldTime {
  let holders = 0;
  let sinceMs = 0;
  let endedMs = 0;
  const hold = (): (() => void) => {
    if (holders === 0) sinceMs = nowMs();
    holders += 1;
    let isHolding = true;
    return () => {
      if (!isHolding) return;
      isHolding = false;
      holders -= 1;
      if (holders === 0) endedMs += nowMs() - sinceMs;
    };
  };
  return {
    hold,
    isHeld: () => holders > 0,
    totalMs: () => endedMs + (holders > 0 ? nowMs() - sinceMs : 0),
  };
}
