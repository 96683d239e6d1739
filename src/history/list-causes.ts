import type { Cause } from '../model/cause.ts';
import type { Severity } from '../model/vocabulary.ts';
import type { HistoryDatabase, Row } from './database.ts';
import { unpack } from './documents.ts';

/** An interval in which a cause was there with one severity. Instants are the starts of runs. */
export interface CauseInterval {
  readonly series: string;
  readonly key: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly waived: boolean;
  readonly title: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The start of the first run that looked and did not find it (any more so severe); null: it stands. */
  readonly goneAt: string | null;
  readonly remedy: string;
  /** SHA-256 of the certificate at fault; null: it is no certificate's fault. */
  readonly certificate: string | null;
  /** Where it showed last. */
  readonly places: readonly string[];
  /** Ids of the endpoints on which it showed last. */
  readonly endpoints: readonly string[];
}

const query = `
  select cause.id, cause.series, key, fault, severity, waived, title, body.body as body,
    first.started_at as first_seen, last.started_at as last_seen, gone.started_at as gone_at
  from cause join run as first on first.id = cause.first_run join run as last on last.id = cause.last_run
  left join run as gone on gone.id = cause.gone_run join document as body on body.id = cause.body`;

/** Causes of one run are stored in the order of its report. */
const worstFirst = `case severity when 'critical' then 0 when 'error' then 1 when 'warning' then 2 else 3 end, first_run, cause.id`;

/** Which causes to list. */
export interface CauseQuestion {
  readonly series?: string | undefined;
  readonly endpoint?: number | undefined;
  /** Also those that are gone, the last first. */
  readonly isGoneToo: boolean;
  /** Only those that were seen first, or were gone, at or after this instant. */
  readonly since?: string | undefined;
  /** How many at most; absent: all. */
  readonly limit?: number | undefined;
  /** How many to leave out at the start; absent: none. */
  readonly offset?: number | undefined;
}

/** Causes that stand, worst first, the older first among equals; or all intervals, the newest first. */
export function listCauses(database: HistoryDatabase, wanted: CauseQuestion): readonly CauseInterval[] {
  const { series = null, endpoint = null, isGoneToo, since = null, limit = -1, offset = 0 } = wanted;
  const order = isGoneToo ? 'gone_run is not null, first_run desc, key' : worstFirst;
  // Chosen before anything else is joined: most intervals of a long history are not asked for.
  return database
    .prepare(
      `${query} where cause.id in (
         select cause.id from cause where (? is null or cause.series = ?) and (? or gone_run is null)
         and (? is null or exists (select 1 from cause_endpoint where cause = cause.id and endpoint = ?))
         and (? is null or exists (
           select 1 from run where run.id in (first_run, gone_run) and run.started_at >= ?))
         order by ${order} limit ? offset ?)
       order by ${order}`,
    )
    .all(series, series, isGoneToo ? 1 : 0, endpoint, endpoint, since, since, limit, offset)
    .map(createCauseReader(database));
}

/** A cause that stands, since when, and all that the last run that saw it said of it. */
export interface StandingCause extends CauseInterval {
  /** `endpoints` are those on which it showed last, all of them. */
  readonly cause: Cause;
}

/** All causes that stand, worst first, the older first among equals. */
export function standingCauses(database: HistoryDatabase): readonly StandingCause[] {
  const readCause = createCauseReader(database);
  return database
    .prepare(`${query} where gone_run is null order by ${worstFirst}`)
    .all()
    .map((row) => {
      const interval = readCause(row);
      const { endpointsOmitted: _, ...cause } = unpack(row['body']) as Cause;
      return { ...interval, cause: { ...cause, endpoints: [...interval.endpoints] } };
    });
}

/** The causes of a series that stood after a run, by key. */
export function causesAfter(
  database: HistoryDatabase,
  { series, run }: { readonly series: string; readonly run: number },
): ReadonlyMap<string, CauseInterval> {
  const rows = database
    .prepare(
      `${query} where cause.series = ? and first_run <= ? and (gone_run is null or gone_run > ?) order by ${worstFirst}`,
    )
    .all(series, run, run);
  const readCause = createCauseReader(database);
  return new Map(rows.map((row) => [String(row['key']), readCause(row)]));
}

/** All intervals of a cause, in whatever series, the last first. */
export function causeIntervals(database: HistoryDatabase, key: string, limit: number): readonly CauseInterval[] {
  return database
    .prepare(`${query} where key = ? order by gone_run is not null, cause.id desc limit ?`)
    .all(key, limit)
    .map(createCauseReader(database));
}

function createCauseReader(database: HistoryDatabase): (row: Row) => CauseInterval {
  const endpointsOf = database.prepare(
    'select key from cause_endpoint join endpoint on endpoint.id = cause_endpoint.endpoint where cause = ? order by key',
  );
  return (row) => {
    const body = unpack(row['body']) as Partial<Pick<Cause, 'remedy' | 'certificate' | 'places'>>;
    return {
      series: String(row['series']),
      key: String(row['key']),
      fault: String(row['fault']),
      severity: String(row['severity']) as Severity,
      waived: row['waived'] === 1,
      title: String(row['title']),
      firstSeen: String(row['first_seen']),
      lastSeen: String(row['last_seen']),
      goneAt: row['gone_at'] === null ? null : String(row['gone_at']),
      remedy: body.remedy ?? '',
      certificate: body.certificate ?? null,
      places: body.places ?? [],
      endpoints: endpointsOf.all(Number(row['id'])).map(({ key }) => String(key)),
    };
  };
}
