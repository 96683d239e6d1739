/** How long an endpoint may take before it counts as slow: learnt from how long the endpoints take that do answer. */
export interface SlowThreshold {
  readonly currentMs: () => number;
  /** An endpoint that answered took this long. */
  readonly learn: (tookMs: number) => void;
}

/** Before anything is known. A full handshake halfway round the world takes less. */
const firstMs = 500;

/** A pause of our own (garbage collection, writing a file) does not make a peer slow. */
const leastMs = 100;

/** RFC 6298 §2: weights of a new sample in the mean and in the deviation, and how many deviations are unusual. */
const meanWeight = 1 / 8;
const deviationWeight = 1 / 4;
const unusualDeviations = 4;

/**
 * The estimate by which TCP tells a lost segment from a late one (RFC 6298 §2): the smoothed mean and four mean deviations.
 * It grows with our own load too, so that a busy machine does not treat healthy endpoints as slow. At most `mostMs`.
 */
export function createSlowThreshold(mostMs: number): SlowThreshold {
  let currentMs = Math.min(firstMs, mostMs);
  let meanMs: number | undefined;
  let deviationMs = 0;
  return {
    currentMs: () => currentMs,
    learn: (tookMs) => {
      if (meanMs === undefined) {
        meanMs = tookMs;
        deviationMs = tookMs / 2;
      } else {
        deviationMs += deviationWeight * (Math.abs(meanMs - tookMs) - deviationMs);
        meanMs += meanWeight * (tookMs - meanMs);
      }
      currentMs = Math.min(mostMs, Math.max(leastMs, meanMs + unusualDeviations * deviationMs));
    },
  };
}
