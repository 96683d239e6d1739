import type { Failure } from '../model/failure.ts';
import { type CertificateRecord, certificateColumns, readCertificate } from './certificate-record.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { type CauseInterval, listCauses } from './list-causes.ts';
import { textOrNull } from './list-runs.ts';

/** All that is known of one endpoint, each list oldest first. Instants are the starts of runs. */
export interface EndpointHistory {
  readonly id: string;
  readonly certificates: readonly ServedCertificate[];
  readonly states: readonly EndpointState[];
  readonly causes: readonly CauseInterval[];
}

/** A leaf in the time in which the endpoint presented it, whatever else changed meanwhile. */
export interface ServedCertificate extends CertificateRecord {
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** How the endpoint was judged, or why it did not answer. */
export interface EndpointState {
  readonly verdict: string;
  readonly failure: Failure | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** The endpoints whose host, server, address or id is `name`, in the order of their ids. */
export function endpointHistories(database: HistoryDatabase, name: string): readonly EndpointHistory[] {
  const rows = database
    .prepare('select id, key from endpoint where host = ? or server = ? or address = ? or key = ? order by key')
    .all(name, name, name, name);
  return rows.map((row) => historyOf(database, row));
}

/** The endpoint with an id; undefined: no run has seen it. */
export function endpointHistory(database: HistoryDatabase, id: string): EndpointHistory | undefined {
  const row = database.prepare('select id, key from endpoint where key = ?').get(id);
  return row && historyOf(database, row);
}

function historyOf(database: HistoryDatabase, { id, key }: Row): EndpointHistory {
  const endpoint = Number(id);
  const observations = database
    .prepare(
      `select ${certificateColumns}, first.started_at as first_seen, last.started_at as last_seen from observation
       join chain_certificate as link on link.chain = observation.chain and link.position = 0
       join certificate on certificate.id = link.certificate
       join run as first on first.id = observation.first_run join run as last on last.id = observation.last_run
       where observation.endpoint = ? order by observation.id`,
    )
    .all(endpoint);
  const states = database
    .prepare(
      `select verdict, failure, first.started_at as first_seen, last.started_at as last_seen from state
       join run as first on first.id = state.first_run join run as last on last.id = state.last_run
       where endpoint = ? order by state.id`,
    )
    .all(endpoint);
  return {
    id: String(key),
    certificates: joinSpans(observations),
    states: states.map((row) => ({ verdict: String(row['verdict']), failure: readFailure(row), ...span(row) })),
    causes: listCauses(database, { endpoint, isGoneToo: true }),
  };
}

/** One span for each time that a leaf was served without a break. */
function joinSpans(rows: readonly Row[]): readonly ServedCertificate[] {
  const spans: ServedCertificate[] = [];
  for (const row of rows) {
    const next = { ...readCertificate(row), ...span(row) };
    const last = spans.at(-1);
    if (last?.sha256 === next.sha256) spans[spans.length - 1] = { ...last, lastSeen: next.lastSeen };
    else spans.push(next);
  }
  return spans;
}

function span(row: Row): { readonly firstSeen: string; readonly lastSeen: string } {
  return { firstSeen: String(row['first_seen']), lastSeen: String(row['last_seen']) };
}

/** Why an endpoint did not answer, from a row of `state`. */
export function readFailure({ failure }: Row): EndpointState['failure'] {
  const text = textOrNull(failure);
  return text === null ? null : (JSON.parse(text) as Failure);
}
