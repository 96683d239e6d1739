import { type CertificateRecord, certificateColumns, readCertificate } from './certificate-record.ts';
import type { HistoryDatabase } from './database.ts';

/** A leaf certificate, and where it stands. */
export interface KnownCertificate extends CertificateRecord {
  /** Starts of the first and the last run that saw it. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Ids of the endpoints that presented it when they last answered; empty: it is served nowhere. */
  readonly endpoints: readonly string[];
}

/** The leaf certificates that were ever seen, the next to expire first. `served`: only those that an endpoint still presents. */
export function listCertificates(
  database: HistoryDatabase,
  { series, served }: { readonly series?: string | undefined; readonly served: boolean },
): readonly KnownCertificate[] {
  const standing = endpointsByLeaf(database, series);
  const rows = database
    .prepare(
      `select certificate.id as id, ${certificateColumns}, min(first.started_at) as first_seen, max(last.started_at) as last_seen
       from certificate join chain_certificate as link on link.certificate = certificate.id and link.position = 0
       join observation on observation.chain = link.chain
       join run as first on first.id = observation.first_run join run as last on last.id = observation.last_run
       where ? is null or observation.endpoint in (select endpoint from target where target.series = ?)
       group by certificate.id order by certificate.not_after, certificate.sha256`,
    )
    .all(series ?? null, series ?? null);
  const known = rows.map((row) => ({
    ...readCertificate(row),
    firstSeen: String(row['first_seen']),
    lastSeen: String(row['last_seen']),
    endpoints: standing.get(Number(row['id'])) ?? [],
  }));
  return served ? known.filter(({ endpoints }) => endpoints.length > 0) : known;
}

/** The endpoints that are still audited, by the leaf that each presented last. */
function endpointsByLeaf(
  database: HistoryDatabase,
  series: string | undefined,
): ReadonlyMap<number, readonly string[]> {
  const rows = database
    .prepare(
      `select link.certificate as leaf, endpoint.key as key from endpoint
       join observation on observation.id = (select max(id) from observation where observation.endpoint = endpoint.id)
       join chain_certificate as link on link.chain = observation.chain and link.position = 0
       where exists (
         select 1 from target where target.endpoint = endpoint.id and (? is null or target.series = ?)
         and target.last_run >= (
           select max(run.id) from run where run.series = target.series and run.finished_at is not null and run.complete = 1))
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
      `select substr(run.started_at, 1, 4) as year, count(distinct next_leaf.certificate) as renewals
       from observation as next join run on run.id = next.first_run
       join observation as before on before.id = (
         select max(id) from observation where endpoint = next.endpoint and id < next.id)
       join chain_certificate as next_leaf on next_leaf.chain = next.chain and next_leaf.position = 0
       join chain_certificate as old_leaf on old_leaf.chain = before.chain and old_leaf.position = 0
       where next_leaf.certificate <> old_leaf.certificate
       and (? is null or next.endpoint in (select endpoint from target where target.series = ?))
       group by year order by year`,
    )
    .all(series ?? null, series ?? null);
  return new Map(rows.map(({ year, renewals }) => [String(year), Number(renewals)]));
}
