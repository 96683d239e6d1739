import type { Cause } from '../model/cause.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Finding } from '../model/finding.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { Row, Value } from './database.ts';
import type { RecordingContext } from './recording.ts';

/** Keeps the causes of a series as intervals. */
export interface CauseRecorder {
  /** An endpoint of the run with its causes. */
  readonly endpoint: (endpoint: number, report: EndpointReport) => void;
  /** All causes of the run; those that stood and are not among them are gone, if the run looked. `isWhole`: nothing was left out. Within a transaction. */
  readonly finish: (summary: ScanSummary, isWhole: boolean) => void;
}

export function createCauseRecorder(context: RecordingContext): CauseRecorder {
  const { database, run, series } = context;
  // Tables of this connection alone: which endpoints were audited, on which of them each cause shows, and what was looked at there.
  database.exec(`
    create temp table if not exists audited (run integer, endpoint integer, answered integer, primary key (run, endpoint)) without rowid;
    create temp table if not exists seen (run integer, key text, endpoint integer, primary key (run, key, endpoint)) without rowid;
    create temp table if not exists looked (run integer, endpoint integer, rule text, primary key (run, endpoint, rule)) without rowid;
  `);
  const note = database.prepare('insert or replace into temp.audited (run, endpoint, answered) values (?, ?, ?)');
  const see = database.prepare('insert or ignore into temp.seen (run, key, endpoint) values (?, ?, ?)');
  const look = database.prepare('insert or ignore into temp.looked (run, endpoint, rule) values (?, ?, ?)');
  const standing = database
    .prepare('select distinct fault from cause where series = ? and gone_run is null')
    .all(series);
  const checks = new Set(standing.map(({ fault }) => checkOf(String(fault))));
  return {
    endpoint: (endpoint, { causes, findings, verdict }) => {
      note.run(run, endpoint, verdict === 'unreachable' ? 0 : 1);
      for (const { key } of causes) see.run(run, key, endpoint);
      for (const finding of findings)
        if (checks.has(finding.check) && isLook(finding)) look.run(run, endpoint, finding.check);
    },
    finish: ({ causes, complete, deploymentFindings }, isWhole) => {
      for (const cause of causes) recordCause(cause, context);
      closeCauses(
        {
          found: new Set(causes.map(({ key }) => key)),
          isWhole: complete && isWhole,
          lookedAcross: new Set(deploymentFindings.filter(isLook).map(({ check }) => check)),
        },
        context,
      );
      for (const table of ['audited', 'seen', 'looked'])
        database.prepare(`delete from temp.${table} where run = ?`).run(run);
    },
  };
}

/** The check of a fault, `validity-period/expired`. */
function checkOf(fault: string): string {
  return fault.split('/')[0] ?? fault;
}

/** Whether a finding says that its check was made: not having looked takes nothing back. */
function isLook({ outcome }: Pick<Finding, 'outcome'>): boolean {
  return outcome !== 'undetermined' && outcome !== 'not-observable';
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

interface Ending {
  /** Keys of the causes of the run. */
  readonly found: ReadonlySet<string>;
  /** The run audited all that its series does: what it did not see is no longer there. */
  readonly isWhole: boolean;
  /** Checks across deployments that were made. */
  readonly lookedAcross: ReadonlySet<string>;
}

/**
 * Closes the causes that stood and that this run did not find although it looked: every endpoint on which one was seen answered and its
 * check was made, or the endpoint is not audited any more. A name that could not be resolved hides the endpoints at its addresses, which
 * count as not having answered.
 */
function closeCauses({ found, isWhole, lookedAcross }: Ending, { database, run, series }: RecordingContext): void {
  const standing = database
    .prepare('select id, key, fault from cause where series = ? and gone_run is null')
    .all(series);
  const close = database.prepare('update cause set gone_run = ? where id = ?');
  const endpointsOf = database.prepare(
    `select endpoint.host, endpoint.role, endpoint.port, endpoint.deployment, audited.answered, looked.rule from cause_endpoint
     join endpoint on endpoint.id = cause_endpoint.endpoint
     left join temp.audited on audited.endpoint = endpoint.id and audited.run = ?
     left join temp.looked on looked.endpoint = endpoint.id and looked.run = ? and looked.rule = ?
     where cause_endpoint.cause = ?`,
  );
  const isHidden = database.prepare(
    `select 1 from endpoint join temp.audited on audited.endpoint = endpoint.id and audited.run = ? and not audited.answered
     where endpoint.host = ? and endpoint.role = ? and endpoint.port is ? and endpoint.deployment is ? and endpoint.address is null`,
  );
  const isLookedAt = (row: Row, check: string): boolean => {
    const { answered, rule, host, role, port, deployment } = row as Readonly<Record<string, Value>>;
    if (typeof answered === 'number') return answered === 1 && (rule !== null || lookedAcross.has(check));
    return isWhole && isHidden.get(run, host ?? null, role ?? null, port ?? null, deployment ?? null) === undefined;
  };
  for (const row of standing) {
    if (found.has(String(row['key']))) continue;
    const check = checkOf(String(row['fault']));
    const endpoints = endpointsOf.all(run, run, check, Number(row['id']));
    const isGone =
      endpoints.length === 0 ? isWhole && lookedAcross.has(check) : endpoints.every((each) => isLookedAt(each, check));
    if (isGone) close.run(run, Number(row['id']));
  }
}
