/** Timers of Node overflow at 2^31 ms, and the clock of a machine may be set while one runs. */
const longestWaitMs = 60_000;

/** Calls back at an instant or up to a second later, as the wall clock goes; returns what cancels that. */
export function wakeAt(instant: Date, wake: () => void, now: () => Date): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const leftMs = instant.getTime() - now().getTime();
    if (leftMs <= 0) wake();
    else timer = setTimeout(wait, Math.min(leftMs, longestWaitMs));
  };
  timer = setTimeout(wait, 0);
  return () => clearTimeout(timer);
}
