import type { AttentiveClock } from './attentive-clock.ts';
import { createHeldTime } from './held-time.ts';

/** The time that one task has. */
export interface Budget {
  /** Aborted with a `TimeoutError` once the time is up, with an `AbortError` if the run is interrupted before. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until `signal` is aborted. */
  readonly timeoutMs: number;
  /**
   * Stops this task's clock while it waits for something of our own, and returns what sets it going again. Held by several, the
   * clock stands until the last lets go. Absent: the clock cannot be stopped.
   */
  readonly hold?: (() => () => void) | undefined;
}

/** The deadlines of a run. `AbortSignal.any` would do, and costs a listener on the run's signal for each task. */
export interface Deadlines {
  /** Runs `work` under a signal of its own. */
  readonly within: <T>(timeoutMs: number, work: (budget: Budget) => Promise<T>) => Promise<T>;
  /** Resolves after the time, or at once when the run ends. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Ends the run: aborts the signals of all work under way and of work that begins later. */
  readonly stop: () => void;
}

/** What a clock may be behind, because it moves only when it is asked to: less is not waited for. */
const clockStepMs = 50;

/**
 * `run` aborted: the run ends. `attention` counts the time in which answers could have been read: a timer that is due after this process
 * stood still fires before the sockets are read, so time in which no socket was read is given back. Absent: all time counts.
 */
export function createDeadlines(run: AbortSignal, attention?: Pick<AttentiveClock, 'nowMs'>): Deadlines {
  const timers = new Map<AbortController, NodeJS.Timeout>();
  let isStopped = run.aborted;
  const stop = (): void => {
    isStopped = true;
    run.removeEventListener('abort', stop);
    for (const [controller, timer] of timers) {
      clearTimeout(timer);
      interrupt(controller);
    }
    timers.clear();
  };
  run.addEventListener('abort', stop);
  const within: Deadlines['within'] = async (timeoutMs, work) => {
    const controller = new AbortController();
    if (isStopped) interrupt(controller);
    const startedMs = attention?.nowMs() ?? 0;
    const held = createHeldTime(() => attention?.nowMs() ?? performance.now());
    let givenMs = 0;
    const expire = (): void => {
      const heldMs = held.totalMs();
      const leftMs = attention === undefined ? heldMs - givenMs : timeoutMs - (attention.nowMs() - startedMs) + heldMs;
      givenMs = heldMs;
      if (held.isHeld() || leftMs > clockStepMs)
        timers.set(controller, setTimeout(expire, Math.max(leftMs, clockStepMs)));
      else controller.abort(new DOMException('the time is up', 'TimeoutError'));
    };
    timers.set(controller, setTimeout(expire, timeoutMs));
    try {
      return await work({ signal: controller.signal, timeoutMs, hold: held.hold });
    } finally {
      clearTimeout(timers.get(controller));
      timers.delete(controller);
    }
  };
  return { within, pause: (milliseconds) => within(milliseconds, ({ signal }) => aborted(signal)), stop };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

function interrupt(controller: AbortController): void {
  controller.abort(new DOMException('the run was interrupted', 'AbortError'));
}
