import type { HistoryDatabase } from '../../history/database.ts';
import { pruneHistory } from '../../history/prune.ts';
import { plural } from '../../report/plural.ts';
import { dayMs } from '../options/days.ts';

/** Forgets what ended longer ago than the retention; undefined: nothing is forgotten. */
export function forgetRuns(
  database: HistoryDatabase,
  keptDays: number | undefined,
  { now, log }: { readonly now: () => Date; readonly log: (text: string) => void },
): void {
  if (keptDays === undefined) return;
  try {
    const { runs } = pruneHistory(database, new Date(now().getTime() - keptDays * dayMs));
    if (runs > 0) log(`retention: ${plural(runs, 'run')} deleted from the history`);
  } catch (thrown) {
    // The disk may be full; the next run tries again.
    log(`retention: nothing was deleted: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
