import type { Verdict } from '../../model/vocabulary.ts';
import { progressText } from './progress-text.ts';
import type { ProcessContext } from '../process-context.ts';

/** No one reads faster, and writing to a terminal costs more than an audit. */
const refreshEveryMs = 100;

/** The line on a terminal that shows how far a run is. It stays until something else is written there. */
export interface LiveLine {
  readonly count: (verdict: Verdict) => void;
  /** All endpoints are counted: what comes now is the report. */
  readonly finish: () => void;
}

/** Counts finished endpoints and updates the live line. `count`: how many are expected; undefined: not known. */
export function createLiveLine(
  { progress, monotonicMs }: Pick<ProcessContext, 'progress' | 'monotonicMs'>,
  count: number | undefined,
): LiveLine {
  const startedMs = monotonicMs();
  let shownMs = Number.NEGATIVE_INFINITY;
  let done = 0;
  let failures = 0;
  const text = (nowMs: number): string => progressText({ done, count, failures, elapsedMs: nowMs - startedMs });
  return {
    count: (verdict) => {
      done += 1;
      if (verdict === 'fail' || verdict === 'unreachable') failures += 1;
      const nowMs = monotonicMs();
      if (nowMs - shownMs < refreshEveryMs) return;
      shownMs = nowMs;
      progress(text(nowMs));
    },
    finish: () => progress(`${text(monotonicMs())}, writing the report`),
  };
}
