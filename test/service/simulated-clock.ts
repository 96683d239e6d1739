import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../src/service/schedule/scheduler.ts';

/** A clock that stands until it is advanced; everything due on the way happens in order. */
export interface SimulatedClock extends Clock {
  readonly advanceTo: (instant: string) => Promise<void>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export function createSimulatedClock(start: string, random: () => number = () => 0): SimulatedClock {
  let now = new Date(start);
  let waiting: { readonly at: Date; readonly wake: () => void }[] = [];
  const wakeAt = (at: Date, wake: () => void): (() => void) => {
    const entry = { at, wake };
    waiting.push(entry);
    return () => {
      waiting = waiting.filter((each) => each !== entry);
    };
  };
  return {
    now: () => new Date(now),
    wakeAt,
    random,
    sleep: (milliseconds) => new Promise((resolve) => void wakeAt(new Date(now.getTime() + milliseconds), resolve)),
    advanceTo: async (instant) => {
      const until = new Date(instant);
      for (;;) {
        await setImmediate();
        const [next] = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at.getTime() - b.at.getTime());
        if (next === undefined) break;
        waiting = waiting.filter((each) => each !== next);
        if (next.at > now) now = next.at;
        next.wake();
      }
      now = until;
    },
  };
}
