/** The time one endpoint has. */
export interface Budget {
  /** Aborted with a `TimeoutError` once the time is up, with an `AbortError` when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until `signal` says so. */
  readonly timeoutMs: number;
}

export interface Deadlines {
  /** Begins a time; its signal is that of the controller. Whoever opens one closes it. */
  readonly open: (timeoutMs: number) => AbortController;
  readonly close: (controller: AbortController) => void;
  /** Runs `work` under a signal of its own. */
  readonly within: <T>(timeoutMs: number, work: (budget: Budget) => Promise<T>) => Promise<T>;
  /** Aborts what is still under way, and whatever is begun later. */
  readonly stop: () => void;
}

/**
 * Hands out signals that end with their time or with the run. `AbortSignal.any` would do, and costs a listener on the
 * run's signal for each endpoint.
 */
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
  const open = (timeoutMs: number): AbortController => {
    const controller = new AbortController();
    if (isStopped) interrupt(controller);
    timers.set(controller, setTimeout(expire, timeoutMs, controller));
    return controller;
  };
  const close = (controller: AbortController): void => {
    clearTimeout(timers.get(controller));
    timers.delete(controller);
  };
  return {
    open,
    close,
    within: async (timeoutMs, work) => {
      const controller = open(timeoutMs);
      try {
        return await work({ signal: controller.signal, timeoutMs });
      } finally {
        close(controller);
      }
    },
    stop,
  };
}

function interrupt(controller: AbortController): void {
  controller.abort(new DOMException('the run was interrupted', 'AbortError'));
}

function expire(controller: AbortController): void {
  controller.abort(new DOMException('the time is up', 'TimeoutError'));
}
