import type { FreeSlot } from '../async/limit.ts';

/** Finds the tasks that have become slow and frees their slots, so that silent peers cannot use up the limit. */
export interface SlowWatch {
  /** Runs the task under watch; its time begins now. */
  readonly watch: <T>(freeSlot: FreeSlot, task: () => Promise<T>) => Promise<T>;
  /** Frees the slots of the tasks that are slow by now, oldest first. Returns whether there were any. */
  readonly look: () => boolean;
  /** How many tasks are running without a slot. */
  readonly slowCount: () => number;
}

export interface SlowWatchOptions {
  /** Slow tasks at most; once there are as many, further slow ones keep their slots. */
  readonly maxSlow: number;
  /** Tasks that have been running for as long or longer are slow. */
  readonly thresholdMs: () => number;
  readonly nowMs: () => number;
}

interface Watched {
  readonly startedMs: number;
  readonly freeSlot: FreeSlot;
}

export function createSlowWatch({ maxSlow, thresholdMs, nowMs }: SlowWatchOptions): SlowWatch {
  /** Those that hold a slot, oldest first. */
  const watched = new Set<Watched>();
  let slow = 0;
  return {
    watch: async (freeSlot, task) => {
      const one: Watched = { startedMs: nowMs(), freeSlot };
      watched.add(one);
      try {
        return await task();
      } finally {
        const wasSlow = !watched.delete(one);
        if (wasSlow) slow -= 1;
      }
    },
    look: () => {
      const slowSinceMs = nowMs() - thresholdMs();
      const slowBefore = slow;
      for (const one of watched) {
        if (one.startedMs > slowSinceMs || slow >= maxSlow) break;
        watched.delete(one);
        slow += 1;
        one.freeSlot();
      }
      return slow > slowBefore;
    },
    slowCount: () => slow,
  };
}
