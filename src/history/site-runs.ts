import type { HistoryDatabase } from './database.ts';

/**
 * Runs of a series that were cut off, by their names towards workers of other sites: brokers may still keep results and batches for them, on
 * which workers would spend their time.
 */
export function abandonedSiteRuns(database: HistoryDatabase, series: string): readonly string[] {
  return database
    .prepare('select site_run from run where series = ? and site_run is not null order by id')
    .all(series)
    .map(({ site_run: siteRun }) => String(siteRun));
}

/** A run of the series has ended, and has dropped what was left of it and of those before. */
export function forgetSiteRuns(database: HistoryDatabase, series: string): void {
  database.prepare('update run set site_run = null where series = ? and site_run is not null').run(series);
}
