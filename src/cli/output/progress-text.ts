/** How far a run is. */
export interface Progress {
  readonly done: number;
  /** Undefined: not known. */
  readonly count: number | undefined;
  readonly failures: number;
  readonly elapsedMs: number;
}

/** Before that the rate describes the start rather than the run. */
const settledMs = 2_000;

/** The live line: done, failures, and once the run has settled its rate and the time left. */
export function progressText({ done, count, failures, elapsedMs }: Progress): string {
  const isCounted = count !== undefined && done <= count;
  const parts = [`${isCounted ? `${done} of ${count}` : done} endpoints audited`];
  if (failures > 0) parts.push(`${failures} failed or unreachable`);
  if (elapsedMs >= settledMs && done > 0) {
    const perSecond = (1_000 * done) / elapsedMs;
    parts.push(`${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} a second`);
    if (isCounted && done < count) parts.push(`${durationText((count - done) / perSecond)} left`);
  }
  return parts.join(', ');
}

function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3_600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
