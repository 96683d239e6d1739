import type { Cause } from '../model/cause.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { Row, Value } from './database.ts';
import type { RecordingContext } from './recording.ts';

/** Keeps the causes of a series as intervals. */
export interface CauseRecorder {
  /** An endpoint of the run with its causes. */
  readonly endpoint: (endpoint: number, report: EndpointReport) => void;
  /** All causes of the run; those that stood and are not among them are gone, if the run looked. Within a transaction. */
  readonly finish: (summary: ScanSummary) => void;
}

export function createCauseRecorder(context: RecordingContext): CauseRecorder {
  const { database } = context;
  // Tables of this connection alone: which endpoints were audited, and on which of them each cause shows.
  database.exec(`
    create temp table if not exists audited (run integer, endpoint integer, answered integer, primary key (run, endpoint)) without rowid;
    create temp table if not exists seen (run integer, key text, endpoint integer, primary key (run, key, endpoint)) without rowid;
  `);
  const note = database.prepare('insert or replace into temp.audited (run, endpoint, answered) values (?, ?, ?)');
  const see = database.prepare('insert or ignore into temp.seen (run, key, endpoint) values (?, ?, ?)');
  return {
    endpoint: (endpoint, { causes, verdict }) => {
      note.run(context.run, endpoint, verdict === 'unreachable' ? 0 : 1);
      for (const { key } of causes) see.run(context.run, key, endpoint);
    },
    finish: ({ causes, complete }) => {
      for (const cause of causes) recordCause(cause, context);
      closeCauses(new Set(causes.map(({ key }) => key)), complete, context);
      for (const table of ['audited', 'seen'])
        database.prepare(`delete from temp.${table} where run = ?`).run(context.run);
    },
  };
}

/** Prolongs the interval of a cause, or begins one: the cause is new, or its severity or its waiver is another one. */
function recordCause(cause: Cause, { database, interning, run, series }: RecordingContext): void {
  const { key, severity, fault, title, waiver } = cause;
  const waived = waiver === null ? 0 : 1;
  const body = interning.document({ ...cause, endpoints: [] });
  const standing = database
    .prepare('select id, severity, waived from cause where series = ? and key = ? and gone_run is null')
    .get(series, key);
  if (standing !== undefined && standing['severity'] === severity && Number(standing['waived']) === waived) {
    const id = Number(standing['id']);
    database.prepare('update cause set last_run = ?, title = ?, body = ? where id = ?').run(run, title, body, id);
    linkEndpoints(id, key, { database, run });
    return;
  }
  if (standing !== undefined)
    database.prepare('update cause set gone_run = ? where id = ?').run(run, Number(standing['id']));
  const { lastInsertRowid } = database
    .prepare(
      `insert into cause (series, key, severity, waived, fault, title, first_run, last_run, body)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(series, key, severity, waived, fault, title, run, run, body);
  linkEndpoints(Number(lastInsertRowid), key, { database, run });
}

/** Endpoints that did not answer in this run keep their place: nothing says that the cause is gone from them. */
function linkEndpoints(
  cause: number,
  key: string,
  { database, run }: Pick<RecordingContext, 'database' | 'run'>,
): void {
  database
    .prepare(
      `delete from cause_endpoint where cause = ? and endpoint in (
         select endpoint from temp.audited where run = ? and answered)`,
    )
    .run(cause, run);
  database
    .prepare(
      'insert or ignore into cause_endpoint (cause, endpoint) select ?, endpoint from temp.seen where run = ? and key = ?',
    )
    .run(cause, run, key);
}

/**
 * Closes the causes that stood and that this run did not find although it looked: every endpoint on which one was seen answered, or is
 * not audited any more. A name that could not be resolved hides the endpoints at its addresses, which count as not having answered.
 */
function closeCauses(
  found: ReadonlySet<string>,
  isComplete: boolean,
  { database, run, series }: RecordingContext,
): void {
  const standing = database.prepare('select id, key from cause where series = ? and gone_run is null').all(series);
  const close = database.prepare('update cause set gone_run = ? where id = ?');
  const endpointsOf = database.prepare(
    `select endpoint.host, endpoint.role, endpoint.port, endpoint.deployment, audited.answered from cause_endpoint
     join endpoint on endpoint.id = cause_endpoint.endpoint
     left join temp.audited on audited.endpoint = endpoint.id and audited.run = ?
     where cause_endpoint.cause = ?`,
  );
  const isHidden = database.prepare(
    `select 1 from endpoint join temp.audited on audited.endpoint = endpoint.id and audited.run = ? and not audited.answered
     where endpoint.host = ? and endpoint.role = ? and endpoint.port is ? and endpoint.deployment is ? and endpoint.address is null`,
  );
  const isLookedAt = (row: Row): boolean => {
    const { answered, host, role, port, deployment } = row as Readonly<Record<string, Value>>;
    if (typeof answered === 'number') return answered === 1;
    return isComplete && isHidden.get(run, host ?? null, role ?? null, port ?? null, deployment ?? null) === undefined;
  };
  for (const row of standing) {
    if (found.has(String(row['key']))) continue;
    const endpoints = endpointsOf.all(run, Number(row['id']));
    const isGone = endpoints.length === 0 ? isComplete : endpoints.every(isLookedAt);
    if (isGone) close.run(run, Number(row['id']));
  }
}
