import { compareSnapshots, type Comparison } from '../../history/compare-snapshots.ts';
import type { HistoryDatabase } from '../../history/database.ts';
import type { ChangingRun } from '../../history/list-changes.ts';
import { snapshotOfRun } from '../../history/snapshot-of-run.ts';

/** Comparisons that are remembered: those of the overview and of some pages of runs. */
const maxRemembered = 20;

/** Compares a run with the one before it. What is remembered stays true, since finished runs do not change. */
export type CompareRuns = (pair: ChangingRun) => Comparison;

export function createRunComparison(database: HistoryDatabase): CompareRuns {
  const known = new Map<string, Comparison>();
  return ({ before, run }) => {
    const key = `${before.run} ${run.run}`;
    const found = known.get(key) ?? compareSnapshots(snapshotOfRun(database, before), snapshotOfRun(database, run));
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
