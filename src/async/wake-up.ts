/** Wakes one sleeper. A ring that nobody waits for is kept for the next one. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring, or when the signal is aborted. */
  readonly rung: () => Promise<void>;
  /** Lets go of the signal. */
  readonly remove: () => void;
}

/** A bell that an aborted signal rings too. */
export function createBell(signal: AbortSignal): Bell {
  let isKept = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    const sleeper = wake;
    wake = undefined;
    if (sleeper === undefined) isKept = true;
    else sleeper();
  };
  signal.addEventListener('abort', ring);
  return {
    ring,
    rung: () => {
      if (isKept || signal.aborted) {
        isKept = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    remove: () => signal.removeEventListener('abort', ring),
  };
}
