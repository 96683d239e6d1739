import { describeChecks } from '../../evaluate/describe-checks.ts';
import type { HistoryDatabase } from '../../history/database.ts';
import { lastReports } from '../../history/last-reports.ts';
import { listCauses } from '../../history/list-causes.ts';
import type { RunRecord } from '../../history/list-runs.ts';
import type { SeriesState } from '../../history/series-state.ts';
import { causeMetrics, maxCauses } from '../../report/monitoring/cause-metrics.ts';
import { endpointMetrics } from '../../report/monitoring/endpoint-metrics.ts';
import { labelEndpoints } from '../../report/monitoring/metric-labels.ts';
import { type MetricFamily, type WrittenFamily, writeSeries } from '../../report/monitoring/metric-text.ts';
import { probeMetrics } from '../../report/monitoring/probe-metrics.ts';
import { type MeasuredRun, scanMetrics } from '../../report/monitoring/scan-metrics.ts';

/** Some twenty series each: more in one scrape would be a burden to Prometheus. `certmuster_endpoints_cut` says whether there are more. */
const maxEndpoints = 5_000;

/**
 * The metrics of what a series has found: of its last run, of the causes that stand and of its endpoints. Names and meanings are those of
 * `scan --format prometheus`; all have the label `schedule`. What is known of an endpoint stays although it does not answer any more.
 */
export function seriesMetrics(
  database: HistoryDatabase,
  series: string,
  { lastRun, causes: counts }: SeriesState,
): readonly WrittenFamily[] {
  const more = { schedule: series };
  const reports = lastReports(database, { series, limit: maxEndpoints + 1 });
  const endpoints = labelEndpoints(reports.slice(0, maxEndpoints), more);
  const causes = listCauses(database, { series, isGoneToo: false, limit: maxCauses });
  const run = lastRun && readRun(lastRun);
  const families: readonly MetricFamily[] = [
    ...causeMetrics({ causes, counts, checks: describeChecks() }, more),
    ...probeMetrics(endpoints),
    ...endpointMetrics(endpoints),
    ...(run === undefined ? [] : scanMetrics(run, more)),
    {
      name: 'certmuster_endpoints_cut',
      help: `1 if there are more than ${maxEndpoints} endpoints, of which only the first have series; 0 otherwise.`,
      series: [{ labels: more, value: reports.length > maxEndpoints ? 1 : 0 }],
    },
  ];
  return families.map(writeSeries);
}

function readRun({ startedAt, finishedAt, asOf, complete, summary }: RunRecord): MeasuredRun | undefined {
  if (finishedAt === null || asOf === null || complete === null) return undefined;
  return { startedAt, finishedAt, asOf, complete, summary: summary as MeasuredRun['summary'] };
}
