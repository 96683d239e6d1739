import { currentEndpoints } from './current-endpoints.ts';
import type { HistoryDatabase } from './database.ts';
import { textOrNull } from './list-runs.ts';

/** A site as far as a history knows it. */
export interface SiteRecord {
  readonly site: string;
  /** Endpoints that are audited and to be seen from there, and how many of them the last run saw from there. */
  readonly endpoints: number;
  readonly seen: number;
  /** Start of the last run that saw one of them from there; null: none has. */
  readonly lastSeen: string | null;
}

/** The sites of endpoints that are audited by a series, or by any, in the order of their names. */
export function listSites(
  database: HistoryDatabase,
  { series }: { readonly series?: string | undefined } = {},
): readonly SiteRecord[] {
  return database
    .prepare(
      `with ${currentEndpoints}
       select endpoint.site as site, count(*) as endpoints, sum(coalesce(seen_from = site, 0)) as seen,
         max(case when seen_from = site then run.started_at end) as last_seen
       from current join endpoint on endpoint.id = current.endpoint
       left join state on state.id = (select max(id) from state where state.endpoint = endpoint.id)
       left join run on run.id = state.last_run
       where endpoint.site is not null group by endpoint.site order by endpoint.site`,
    )
    .all(series ?? null, series ?? null)
    .map(({ site, endpoints, seen, last_seen: lastSeen }) => ({
      ...{ site: String(site), endpoints: Number(endpoints), seen: Number(seen) },
      lastSeen: textOrNull(lastSeen),
    }));
}
