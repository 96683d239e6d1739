import type { Severity } from '../model/vocabulary.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { unpack } from './documents.ts';
import { findFinishedRun, textOrNull } from './list-runs.ts';

/**
 * A cause that stands after the last run of its series, and how it stood before: what notifications compare. `StandingCause` is for pages,
 * which show it as reports do, on all its endpoints.
 */
export interface CauseState {
  readonly key: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly waived: boolean;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly places: readonly string[];
  readonly deployments: readonly string[];
  /** SHA-256 of the certificate at fault; null: it is no certificate's fault. */
  readonly certificate: string | null;
  /** When that certificate ends. */
  readonly notAfter: string | null;
  /** Start of the first run that saw it with this severity and waiver. */
  readonly since: string;
  /** Start of the last run that saw it. */
  readonly lastSeen: string;
  /** Whether the last finished run of the series saw it; if not, an endpoint did not answer, or was not looked at. */
  readonly isFresh: boolean;
  /** How it stood until then; null: it did not. */
  readonly before: { readonly severity: Severity; readonly waived: boolean } | null;
}

/** The causes of a series that stand, waived ones too. */
export function readCauseStates(database: HistoryDatabase, series: string): readonly CauseState[] {
  const deployments = database.prepare(
    `select distinct deployment from cause_endpoint join endpoint on endpoint.id = cause_endpoint.endpoint
     where cause = ? and deployment is not null order by deployment`,
  );
  const lastRun = findFinishedRun(database, { series })?.run;
  const end = database.prepare('select not_after from certificate where sha256 = ?');
  const before = database.prepare(
    'select severity, waived from cause where series = ? and key = ? and gone_run = ? order by id desc limit 1',
  );
  return database
    .prepare(
      `select cause.id, key, fault, severity, waived, title, first_run, first.started_at as since, last_run, last.started_at as last_seen,
         body.body as body from cause
       join run as first on first.id = cause.first_run join run as last on last.id = cause.last_run join document as body on body.id = cause.body
       where cause.series = ? and gone_run is null order by key`,
    )
    .all(series)
    .map((row) => {
      const body = unpack(row['body']) as Body;
      const certificate = body.certificate ?? null;
      const last = before.get(series, String(row['key']), Number(row['first_run']));
      return {
        key: String(row['key']),
        fault: String(row['fault']),
        ...stand(row),
        title: String(row['title']),
        why: body.why ?? '',
        remedy: body.remedy ?? '',
        places: body.places ?? [],
        deployments: deployments.all(Number(row['id'])).map(({ deployment }) => String(deployment)),
        certificate,
        notAfter: certificate === null ? null : textOrNull(end.get(certificate)?.['not_after']),
        since: String(row['since']),
        lastSeen: String(row['last_seen']),
        isFresh: Number(row['last_run']) === lastRun,
        before: last === undefined ? null : stand(last),
      };
    });
}

/** Start of the first run that looked for a cause and did not find it any more; undefined: forgotten, or it stands. */
export function goneSince(database: HistoryDatabase, series: string, key: string): Date | undefined {
  const row = database
    .prepare(
      `select run.started_at as at from cause join run on run.id = cause.gone_run
       where cause.series = ? and key = ? order by cause.id desc limit 1`,
    )
    .get(series, key);
  return row === undefined ? undefined : new Date(String(row['at']));
}

interface Body {
  readonly why?: string;
  readonly remedy?: string;
  readonly places?: readonly string[];
  readonly certificate?: string | null;
}

function stand(row: Row): { readonly severity: Severity; readonly waived: boolean } {
  return { severity: String(row['severity']) as Severity, waived: Number(row['waived']) === 1 };
}
