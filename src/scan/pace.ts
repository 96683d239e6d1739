import { sleep } from '../async/sleep.ts';

/** Waits until it is one's turn, or until the signal is aborted. */
export type Pace = (signal: AbortSignal) => Promise<void>;

/** Turns are as far apart as `perSecond` demands, however many wait; time in which nobody came is not made up for. */
export function createPace(perSecond: number, monotonicMs: () => number): Pace {
  const everyMs = 1_000 / perSecond;
  let nextMs = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const nowMs = monotonicMs();
    const turnMs = Math.max(nowMs, nextMs);
    nextMs = turnMs + everyMs;
    if (turnMs > nowMs) await sleep(turnMs - nowMs, signal);
  };
}
