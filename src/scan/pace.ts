/** Reserves the next turn and returns how many milliseconds from now it is. */
export type Pace = () => number;

/** Turns are as far apart as `perSecond` demands, however many are reserved; unused turns are not made up for. */
export function createPace(perSecond: number, monotonicMs: () => number): Pace {
  const everyMs = 1_000 / perSecond;
  let nextMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = monotonicMs();
    const turnMs = Math.max(nowMs, nextMs);
    nextMs = turnMs + everyMs;
    return turnMs - nowMs;
  };
}
