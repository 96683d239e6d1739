import type { EndpointReport } from '../model/endpoint-report.ts';
import { currentTargets } from './current-endpoints.ts';
import type { HistoryDatabase } from './database.ts';
import { unpack } from './documents.ts';

/**
 * What is known of the endpoints that a series audits, in the order of their ids: the report of the last run in which each presented a
 * certificate, but with the verdict of the last run; `unreachable` also if its name could not be resolved there. Without bytes of certificates, without causes, and with those findings alone that fail
 * or are inconclusive.
 */
export function lastReports(
  database: HistoryDatabase,
  { series, limit }: { readonly series: string; readonly limit: number },
): readonly EndpointReport[] {
  const rows = database
    .prepare(
      `select current.is_hidden as is_hidden, last_report.verdict as verdict, last_report.body as body from (${currentTargets}) as current
       join last_report on last_report.series = current.series and last_report.endpoint = current.endpoint
       join endpoint on endpoint.id = current.endpoint where current.series = ? order by endpoint.key limit ?`,
    )
    .all(series, limit);
  return rows.map(({ is_hidden: isHidden, verdict, body }) => ({
    ...(unpack(body) as EndpointReport),
    verdict: isHidden === 1 ? 'unreachable' : (verdict as EndpointReport['verdict']),
  }));
}
