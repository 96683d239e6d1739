/** How often a thread with work is asked whether it still turns, and how many answers may be missing before it counts as hung. */
export interface PulseRate {
  readonly beatMs: number;
  readonly missedBeats: number;
}

/**
 * A minute. The longest that a thread has to do in one piece, reading a CRL of the largest size taken, is some seconds of a
 * busy processor. Beats are counted and not time, so that a computer that slept does not wake to hung threads.
 */
export const defaultPulseRate: PulseRate = { beatMs: 5_000, missedBeats: 12 };

export interface Pulse {
  /** The thread said something. */
  readonly heard: () => void;
  readonly stop: () => void;
}

/** Watches a thread: `ask` is called at every beat while `hasWork`, `onHung` once, when too many were not answered. */
export function watchPulse(
  { beatMs, missedBeats }: PulseRate,
  { hasWork, ask, onHung }: { readonly hasWork: () => boolean; readonly ask: () => void; readonly onHung: () => void },
): Pulse {
  let missed = 0;
  const beat = (): void => {
    if (!hasWork()) return;
    if (missed >= missedBeats) {
      clearInterval(timer);
      onHung();
      return;
    }
    missed += 1;
    ask();
  };
  const timer = setInterval(beat, beatMs);
  timer.unref();
  return {
    heard: () => {
      missed = 0;
    },
    stop: () => clearInterval(timer),
  };
}
