/** The time one endpoint has. */
export interface Budget {
  /** Aborted with a `TimeoutError` once the time is up, with an `AbortError` when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Milliseconds from now until `signal` says so. */
  readonly timeoutMs: number;
}

export interface Deadlines {
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
  const open = new Set<AbortController>();
  let isStopped = run.aborted;
  const stop = (): void => {
    isStopped = true;
    run.removeEventListener('abort', stop);
    for (const controller of open) interrupt(controller);
    open.clear();
  };
  run.addEventListener('abort', stop);
  return {
    within: async (timeoutMs, work) => {
      const controller = new AbortController();
      if (isStopped) interrupt(controller);
      open.add(controller);
      const timer = setTimeout(expire, timeoutMs, controller);
      try {
        return await work({ signal: controller.signal, timeoutMs });
      } finally {
        clearTimeout(timer);
        open.delete(controller);
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
