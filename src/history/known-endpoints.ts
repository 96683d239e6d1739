import type { Role, Verdict } from '../model/vocabulary.ts';
import { currentEndpoints } from './current-endpoints.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { type EndpointState, readFailure } from './endpoint-history.ts';
import { textOrNull } from './list-runs.ts';

/** An endpoint that is still audited, as the last run that audited it left it. */
export interface KnownEndpoint {
  readonly id: string;
  readonly deployment: string | null;
  /** `https://im.contoso.com`; null: it belongs to none. */
  readonly virtualServer: string | null;
  readonly role: Role;
  readonly server: string | null;
  readonly host: string;
  readonly address: string | null;
  readonly port: number | null;
  /** The site that it is to be seen from, and the one it was seen from in the last run that audited it: as in reports. */
  readonly site?: string;
  readonly seenFrom?: string;
  readonly verdict: Verdict;
  readonly failure: EndpointState['failure'];
  /** Start of the first run since which it has been judged so, and of the last one that audited it. */
  readonly since: string;
  readonly lastSeen: string;
  /** The leaf that it presented last; null: none is known. `seen`: start of the last run that saw it. Fields are null as in `CertificateRecord`. */
  readonly leaf: {
    readonly sha256: string;
    readonly subject: string | null;
    readonly notAfter: string | null;
    readonly seen: string;
  } | null;
}

/** The endpoints that are still audited, in the order of their ids. */
export function knownEndpoints(
  database: HistoryDatabase,
  { series }: { readonly series?: string | undefined } = {},
): readonly KnownEndpoint[] {
  return database
    .prepare(
      `with ${currentEndpoints}
       select endpoint.*, state.verdict, state.failure, first.started_at as since, final.started_at as last_seen,
         certificate.sha256, certificate.subject, certificate.not_after, seen.started_at as seen
       from current join endpoint on endpoint.id = current.endpoint
       join state on state.id = (select max(id) from state where state.endpoint = endpoint.id)
       join run as first on first.id = state.first_run join run as final on final.id = state.last_run
       left join observation on observation.id = (
         select max(id) from observation where observation.endpoint = endpoint.id)
       left join run as seen on seen.id = observation.last_run
       left join chain_certificate as link on link.chain = observation.chain and link.position = 0
       left join certificate on certificate.id = link.certificate
       order by endpoint.key`,
    )
    .all(series ?? null, series ?? null)
    .map(readEndpoint);
}

function readEndpoint(row: Row): KnownEndpoint {
  const id = String(row['key']);
  const deployment = textOrNull(row['deployment']);
  return {
    id,
    deployment,
    virtualServer: virtualServerOf(id, deployment),
    role: String(row['role']) as Role,
    server: textOrNull(row['server']),
    host: String(row['host']),
    address: textOrNull(row['address']),
    port: row['port'] === null ? null : Number(row['port']),
    ...(row['site'] !== null && { site: String(row['site']) }),
    ...(row['seen_from'] !== null && { seenFrom: String(row['seen_from']) }),
    verdict: String(row['verdict']) as Verdict,
    failure: readFailure(row),
    since: String(row['since']),
    lastSeen: String(row['last_seen']),
    leaf:
      row['sha256'] === null
        ? null
        : {
            sha256: String(row['sha256']),
            subject: textOrNull(row['subject']),
            notAfter: textOrNull(row['not_after']),
            seen: String(row['seen']),
          },
  };
}

/** Ids begin with the deployment and the authority of the virtual server: `contoso|im.contoso.com/mtls/…`. */
function virtualServerOf(id: string, deployment: string | null): string | null {
  const [authority = '-'] = id.slice((deployment ?? '-').length + 1).split('/');
  return authority === '-' ? null : `https://${authority}`;
}
