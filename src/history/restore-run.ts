import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { err, ok, type Result } from '../model/result.ts';
import { decodeRun } from '../model/saved-documents.ts';
import type { SavedRun } from '../model/saved-run.ts';
import type { HistoryDatabase } from './database.ts';
import { unpack } from './documents.ts';
import { joinObservation } from './split-observation.ts';

/** A run of a history as `scan --save-observations` would have saved it. */
export interface RestoredRun {
  readonly run: SavedRun;
  /** Read as they are asked for: a large run does not fit in memory. */
  readonly observations: () => Iterable<EndpointObservation>;
}

/**
 * Restores a run, so that it can be judged again: of every endpoint that its series audited then, what it had shown last. Instants,
 * clocks, staples and fetched answers of an observation are those of the last run in which the endpoint was the same. The error is a
 * clause about the run.
 */
export function restoreRun(database: HistoryDatabase, run: number): Result<RestoredRun, string> {
  const row = database
    .prepare(
      `select run.series as series, run.started_at as started_at, run.finished_at as finished_at, run.as_of as as_of,
       context.body as context, stores.body as stores, deployments.body as deployments, addresses.body as addresses from run
       left join document as context on context.id = run.context left join document as stores on stores.id = run.stores
       left join document as deployments on deployments.id = run.deployments
       left join document as addresses on addresses.id = run.addresses where run.id = ?`,
    )
    .get(run);
  if (row === undefined) return err('is not in the history');
  if (row['context'] === null)
    return err('has no observations: it was imported from a report, or did not finish, and cannot be judged again');
  const decoded = decodeRun({
    ...(unpack(row['context']) as object),
    ...(unpack(row['deployments']) as object),
    trustStores: unpack(row['stores']),
    nameResolutions: unpack(row['addresses']),
    startedAt: row['started_at'],
    finishedAt: row['finished_at'],
    asOf: row['as_of'],
  });
  if (!decoded.ok) return err(`cannot be read: ${decoded.error[0]?.message ?? 'it has another shape'}`);
  return ok({ run: decoded.value, observations: () => restoreObservations(database, String(row['series']), run) });
}

function* restoreObservations(database: HistoryDatabase, series: string, run: number): Iterable<EndpointObservation> {
  const certificates = createChainBytes(database);
  const endpoints = database
    .prepare('select endpoint from target where series = ? and first_run <= ? and last_run >= ? order by endpoint')
    .all(series, run, run);
  const find = database.prepare(
    `select observation.chain, observation.chain_without_name, observation.latest, facts.body as facts, config.body as config
     from observation join document as facts on facts.id = observation.facts join document as config on config.id = observation.config
     where observation.endpoint = ? and first_run <= ? order by observation.id desc limit 1`,
  );
  for (const { endpoint } of endpoints) {
    const row = find.get(Number(endpoint), run);
    if (row === undefined) continue;
    const without = row['chain_without_name'];
    yield joinObservation(
      {
        config: unpack(row['config']) as Record<string, unknown>,
        facts: unpack(row['facts']) as Record<string, unknown>,
        latest: unpack(row['latest']) as Record<string, unknown>,
      },
      certificates(Number(row['chain'])),
      without === null ? undefined : certificates(Number(without)),
    );
  }
}

function createChainBytes(database: HistoryDatabase): (chain: number) => readonly Uint8Array[] {
  const read = database.prepare(
    `select der from chain_certificate join certificate on certificate.id = chain_certificate.certificate
     where chain = ? order by position`,
  );
  return (chain) => read.all(chain).map(({ der }) => new Uint8Array(der as Uint8Array));
}
