import { compareSnapshots, type Comparison } from './compare-snapshots.ts';
import type { HistoryDatabase } from './database.ts';
import { causesAfter } from './list-causes.ts';
import { findFinishedRun } from './list-runs.ts';
import type { Snapshot } from './snapshot.ts';

/** How the causes of a run differ from those after the finished run before it in its series; undefined: it is the first. */
export function changesSinceLast(
  database: HistoryDatabase,
  { series, run }: { readonly series: string; readonly run: number },
): Comparison['causes'] | undefined {
  const last = findFinishedRun(database, { series, before: run });
  if (last === undefined) return undefined;
  const causesOf = (number: number): Snapshot => ({
    name: `run ${number}`,
    startedAt: '',
    causes: causesAfter(database, { series, run: number }),
    endpoints: new Map(),
  });
  return compareSnapshots(causesOf(last.run), causesOf(run)).causes;
}
