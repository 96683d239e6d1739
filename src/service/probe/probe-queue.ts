/** Probes at once; each is one endpoint or a few, and schedules run beside them. */
const maxRunning = 16;
/** Those that wait for their turn. Prometheus spreads its scrapes, so that more are a flood. */
const maxWaiting = 64;

/** Takes turns. Nothing is kept of a caller who has gone. */
export interface ProbeQueue {
  /** Runs the task when it is its turn; undefined: the queue is full, or the signal was aborted before that. */
  readonly run: <T>(signal: AbortSignal, task: () => Promise<T>) => Promise<T | undefined>;
  readonly running: () => number;
  readonly waiting: () => number;
}

export function createProbeQueue(limits = { maxRunning, maxWaiting }): ProbeQueue {
  let running = 0;
  const waiting = new Set<() => void>();
  /** False: there is no room, or the caller has gone. */
  const waitForTurn = (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted || waiting.size >= limits.maxWaiting) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isTurn: boolean): void => {
        waiting.delete(begin);
        signal.removeEventListener('abort', leave);
        resolve(isTurn);
      };
      const begin = (): void => end(true);
      const leave = (): void => end(false);
      waiting.add(begin);
      signal.addEventListener('abort', leave);
    });
  };
  return {
    run: async (signal, task) => {
      if (running < limits.maxRunning) running += 1;
      else if (!(await waitForTurn(signal))) return undefined;
      try {
        return signal.aborted ? undefined : await task();
      } finally {
        const [next] = waiting;
        // The turn is handed on, so that no newcomer takes it.
        if (next === undefined) running -= 1;
        else next();
      }
    },
    running: () => running,
    waiting: () => waiting.size,
  };
}
