/** The time that one task has. */
export interface Budget {
  /** Aborted with a `TimeoutError` once the time is up, with an `AbortError` if the run is interrupted before. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until `signal` is aborted. */
  readonly timeoutMs: number;
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

/** `run` aborted: the run ends. */
export function createDeadlines(run: AbortSignal): Deadlines {
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
    timers.set(controller, setTimeout(expire, timeoutMs, controller));
    try {
      return await work({ signal: controller.signal, timeoutMs });
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

function expire(controller: AbortController): void {
  controller.abort(new DOMException('the time is up', 'TimeoutError'));
}
