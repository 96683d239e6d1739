import { type CertificateRecord, certificateColumns, readCertificate } from './certificate-record.ts';
import { currentEndpoints } from './current-endpoints.ts';
import type { HistoryDatabase } from './database.ts';

/** A leaf certificate, and where it stands. */
export interface KnownCertificate extends CertificateRecord {
  /** Starts of the first and the last run that saw it. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Ids of the endpoints that presented it when they last answered; empty: it is served nowhere. */
  readonly endpoints: readonly string[];
}

/** Which leaf certificates to list. */
export interface CertificateQuestion {
  readonly series?: string | undefined;
  /** Only those that an endpoint still presents; if not, also those that none does any more, the last to expire first. */
  readonly served: boolean;
  /** Only those that expire before this instant. */
  readonly expiresBefore?: string | undefined;
  /** How many at most; negative: all. */
  readonly limit: number;
  /** How many to leave out at the start; absent: none. */
  readonly offset?: number | undefined;
}

/** Leaf certificates that were seen; of those that are served the next to expire comes first. */
export function listCertificates(
  database: HistoryDatabase,
  { series, served, expiresBefore, limit, offset = 0 }: CertificateQuestion,
): readonly KnownCertificate[] {
  const standing = endpointsByLeaf(database, series);
  const order = served ? 'not_after, sha256' : 'not_after desc, sha256';
  const rows = database
    .prepare(
      `select id, ${certificateColumns} from certificate
       where ${served ? 'id in (select value from json_each(?))' : wasLeaf}
       and (? is null or not_after < ?) order by ${order} limit ? offset ?`,
    )
    .all(
      ...(served ? [JSON.stringify([...standing.keys()])] : [series ?? null, series ?? null]),
      expiresBefore ?? null,
      expiresBefore ?? null,
      limit,
      offset,
    );
  const spanOf = database.prepare(
    `select first.started_at as first_seen, last.started_at as last_seen from (
       select min(observation.first_run) as first_run, max(observation.last_run) as last_run
       from chain_certificate as link join observation on observation.chain = link.chain
       where link.certificate = ? and link.position = 0) as span
     join run as first on first.id = span.first_run join run as last on last.id = span.last_run`,
  );
  return rows.map((row) => {
    const span = spanOf.get(Number(row['id']));
    return {
      ...readCertificate(row),
      firstSeen: String(span?.['first_seen']),
      lastSeen: String(span?.['last_seen']),
      endpoints: standing.get(Number(row['id'])) ?? [],
    };
  });
}

/** Whether an endpoint of a series presented a certificate as its leaf, or any endpoint. The index by expiry then ends the search early. */
const wasLeaf = `exists (
  select 1 from chain_certificate as link join observation on observation.chain = link.chain
  where link.certificate = certificate.id and link.position = 0
  and (? is null or observation.endpoint in (select endpoint from target where target.series = ?)))`;

/** The endpoints that are still audited, by the leaf that each presented last. */
function endpointsByLeaf(
  database: HistoryDatabase,
  series: string | undefined,
): ReadonlyMap<number, readonly string[]> {
  const rows = database
    .prepare(
      `with ${currentEndpoints}
       select link.certificate as leaf, endpoint.key as key from current join endpoint on endpoint.id = current.endpoint
       join observation on observation.id = (select max(id) from observation where observation.endpoint = endpoint.id)
       join chain_certificate as link on link.chain = observation.chain and link.position = 0
       order by endpoint.key`,
    )
    .all(series ?? null, series ?? null);
  const byLeaf = new Map<number, string[]>();
  for (const { leaf, key } of rows) {
    const keys = byLeaf.get(Number(leaf)) ?? [];
    keys.push(String(key));
    byLeaf.set(Number(leaf), keys);
  }
  return byLeaf;
}

/** How many leaf certificates endpoints began to present in a year that replaced another one, by year. */
export function countRenewals(database: HistoryDatabase, series: string | undefined): ReadonlyMap<string, number> {
  const rows = database
    .prepare(
      `select substr(run.started_at, 1, 4) as year, count(distinct new_leaf) as renewals
       from observation join run on run.id = first_run where new_leaf is not null
       and (? is null or endpoint in (select endpoint from target where target.series = ?))
       group by year order by year`,
    )
    .all(series ?? null, series ?? null);
  return new Map(rows.map(({ year, renewals }) => [String(year), Number(renewals)]));
}
