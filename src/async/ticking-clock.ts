import { type AttentiveClock, createAttentiveClock } from './attentive-clock.ts';

/** An attentive clock that ticks by itself while work goes by it. */
export interface TickingClock extends Pick<AttentiveClock, 'nowMs'> {
  /** Ticks until the work has ended. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A standstill of this process counts for at most twice this: little beside deadlines of seconds. */
const tickEveryMs = 25;

/** `monotonicMs`: real time, because the timers of deadlines go by it. The ticks keep no process alive. */
export function createTickingClock(monotonicMs: () => number): TickingClock {
  const clock = createAttentiveClock(monotonicMs, tickEveryMs);
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    nowMs: () => {
      clock.tick();
      return clock.nowMs();
    },
    during: async (work) => {
      underWay += 1;
      timer ??= setInterval(clock.tick, tickEveryMs).unref();
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      }
    },
  };
}
