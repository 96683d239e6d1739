import { err, ok, type Result } from '../model/result.ts';
import { encodeRun } from '../model/saved-documents.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { ScanSummary } from '../model/scan-report.ts';
import type { HistoryDatabase } from './database.ts';
import { createInterning } from './documents.ts';
import { createCauseRecorder } from './record-causes.ts';
import { createEndpointRecorder } from './record-endpoint.ts';
import { createReportRecorder } from './record-report.ts';
import type { RecordedEndpoint } from './recording.ts';

/**
 * Writes one run into a history. Endpoints are written in batches, so that a run that is killed leaves what it had seen; causes, counts
 * and the end of the run are one transaction. Methods throw what the database throws.
 */
export interface RunRecorder {
  readonly run: number;
  readonly endpoint: (endpoint: RecordedEndpoint) => void;
  /** `saved` undefined: the run comes from a report. `also` belongs to the same transaction, and runs last. */
  readonly finish: (summary: ScanSummary, saved: SavedRun | undefined, also?: () => void) => void;
}

/** Endpoints written in one transaction: a few milliseconds, in which other processes wait. */
const batchSize = 200;

export interface NewRun {
  readonly series: string;
  readonly startedAt: Date;
  /** Its name towards workers of other sites; absent: everything is dialed here. See `abandonedSiteRuns`. */
  readonly siteRun?: string | undefined;
}

/** Begins a run. The error is a clause: the history has this run already. */
export function beginRun(
  database: HistoryDatabase,
  { series, startedAt, siteRun }: NewRun,
): Result<RunRecorder, string> {
  const started = startedAt.toISOString();
  const run = database.inTransaction(() => {
    if (database.prepare('select 1 from run where series = ? and started_at = ?').get(series, started) !== undefined)
      return undefined;
    return Number(
      database
        .prepare('insert into run (series, started_at, site_run) values (?, ?, ?)')
        .run(series, started, siteRun ?? null).lastInsertRowid,
    );
  });
  if (run === undefined) return err(`has the run of ${started} already`);
  const interning = createInterning(database);
  const context = { database, interning, run, series };
  const recordEndpoint = createEndpointRecorder(context);
  const causes = createCauseRecorder(context);
  const recordReport = createReportRecorder(context);
  let batch: RecordedEndpoint[] = [];
  const writeBatch = (): void => {
    for (const each of batch) {
      const endpoint = recordEndpoint(each);
      causes.endpoint(endpoint, each.report);
      recordReport(endpoint, each.report);
    }
    batch = [];
  };
  return ok({
    run,
    endpoint: (endpoint) => {
      batch.push(endpoint);
      if (batch.length >= batchSize) database.inTransaction(writeBatch);
    },
    finish: (summary, saved, also) => {
      database.inTransaction(() => {
        writeBatch();
        causes.finish(summary, saved?.selected === undefined);
        const { summary: counts, asOf, complete, tool, startedAt: start, finishedAt } = summary;
        const parts = saved === undefined ? undefined : splitRun(saved);
        const document = (part: keyof RunParts): number | null =>
          parts === undefined ? null : interning.document(parts[part]);
        database
          .prepare(
            `update run set started_at = ?, finished_at = ?, as_of = ?, complete = ?, not_audited = ?, version = ?, summary = ?,
             context = ?, stores = ?, deployments = ?, addresses = ? where id = ?`,
          )
          .run(
            ...[start, finishedAt, asOf, complete ? 1 : 0, counts.notAudited, tool.version, JSON.stringify(counts)],
            ...[document('context'), document('stores'), document('deployments'), document('addresses'), run],
          );
        also?.();
      });
    },
  });
}

interface RunParts {
  readonly context: unknown;
  readonly stores: unknown;
  readonly deployments: unknown;
  readonly addresses: unknown;
}

/** A saved run in parts, most of which are the same from run to run. */
function splitRun(saved: SavedRun): RunParts {
  const { trustStores, deployments, policies, nameResolutions, manifest: _, ...rest } = encodeRun(saved) as Json;
  const { startedAt: _start, finishedAt: _end, asOf: _asOf, ...context } = rest;
  return { context, stores: trustStores, deployments: { deployments, policies }, addresses: nameResolutions };
}

type Json = Readonly<Record<string, unknown>>;
