import type { Failure } from '../model/failure.ts';
import type { Verdict } from '../model/vocabulary.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { textOrNull } from './list-runs.ts';

/** An endpoint as it was last seen. Instants are the starts of runs. */
export interface EndpointRecord {
  readonly id: string;
  readonly deployment: string | null;
  readonly role: string;
  readonly server: string | null;
  readonly host: string;
  readonly address: string | null;
  readonly port: number | null;
  /** The site that it is to be seen from; null: none is declared. */
  readonly site: string | null;
  /** The site that it was seen from in the last run that looked; null: from where that ran, or it was not seen. */
  readonly seenFrom: string | null;
  /** The series that audit it. */
  readonly series: readonly string[];
  /** Of the last run that looked; null: none has finished. */
  readonly verdict: Verdict | null;
  readonly failure: Failure | null;
  readonly lastSeen: string | null;
  /** SHA-256 of the leaf that it presented last, and when that expires. */
  readonly certificate: string | null;
  readonly notAfter: string | null;
}

/** Which endpoints to list. */
export interface EndpointQuestion {
  readonly series?: string | undefined;
  /** Host, server, address or id. */
  readonly name?: string | undefined;
  /** Only ids that come after this one. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Endpoints in the order of their ids. */
export function listEndpoints(
  database: HistoryDatabase,
  { series, name, after, limit }: EndpointQuestion,
): readonly EndpointRecord[] {
  const rows = database
    .prepare(
      `select endpoint.key, deployment, role, server, host, address, port, site, seen_from, state.verdict, state.failure, run.started_at as last_seen,
         certificate.sha256, certificate.not_after,
         (select json_group_array(series) from target where target.endpoint = endpoint.id) as series
       from endpoint
       left join state on state.id = (select max(id) from state where state.endpoint = endpoint.id)
       left join run on run.id = state.last_run
       left join observation on observation.id = (select max(id) from observation where observation.endpoint = endpoint.id)
       left join chain_certificate as link on link.chain = observation.chain and link.position = 0
       left join certificate on certificate.id = link.certificate
       where (? is null or endpoint.key > ?) and (? is null or ? in (host, server, address, endpoint.key))
       and (? is null or exists (select 1 from target where target.series = ? and target.endpoint = endpoint.id))
       order by endpoint.key limit ?`,
    )
    .all(...[after, after, name, name, series, series].map((value) => value ?? null), limit);
  return rows.map(readEndpoint);
}

function readEndpoint(row: Row): EndpointRecord {
  const failure = textOrNull(row['failure']);
  return {
    id: String(row['key']),
    deployment: textOrNull(row['deployment']),
    role: String(row['role']),
    server: textOrNull(row['server']),
    host: String(row['host']),
    address: textOrNull(row['address']),
    port: row['port'] === null ? null : Number(row['port']),
    site: textOrNull(row['site']),
    seenFrom: textOrNull(row['seen_from']),
    series: JSON.parse(String(row['series'])) as readonly string[],
    verdict: textOrNull(row['verdict']) as Verdict | null,
    failure: failure === null ? null : (JSON.parse(failure) as Failure),
    lastSeen: textOrNull(row['last_seen']),
    certificate: textOrNull(row['sha256']),
    notAfter: textOrNull(row['not_after']),
  };
}
