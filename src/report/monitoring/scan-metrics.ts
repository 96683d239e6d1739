import type { ScanReport } from '../../model/scan-report.ts';
import { verdicts } from '../../model/vocabulary.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Labels, MetricFamily, Series } from './metric-text.ts';

/** What a report alone has of a run as a whole: findings across deployments, ranges, the version. */
export function reportMetrics(report: ScanReport): readonly MetricFamily[] {
  return [
    {
      name: 'certmuster_deployment_finding',
      help: 'Number of times a check across a deployment had this outcome.',
      series: countDeploymentFindings(report),
    },
    {
      name: 'certmuster_range_endpoints',
      help: 'Number of addresses and ports of a range by whether something answers there; those where nothing does are not endpoints.',
      series: (report.ranges ?? []).flatMap(({ range, answered, silent }) => [
        { labels: { range, state: 'answered' }, value: answered },
        { labels: { range, state: 'silent' }, value: Object.values(silent).reduce((sum, count) => sum + count, 0) },
      ]),
    },
    buildInfo(report.tool.version),
  ];
}

/** The version of certmuster. */
export function buildInfo(version: string): MetricFamily {
  return {
    name: 'certmuster_build_info',
    help: 'The version of certmuster.',
    series: [{ labels: { version }, value: 1 }],
  };
}

/** What metrics read of a run. */
export type MeasuredRun = Pick<ScanReport, 'startedAt' | 'finishedAt' | 'asOf' | 'complete'> & {
  readonly summary: Pick<ScanReport['summary'], (typeof verdicts)[number] | 'notAudited'>;
};

/** The metrics of a run as a whole. `more`: labels that all of them get. */
export function scanMetrics(
  { startedAt, finishedAt, asOf, complete, summary }: MeasuredRun,
  more: Labels = {},
): readonly MetricFamily[] {
  const one = (value: number | null): readonly Series[] => (value === null ? [] : [{ labels: more, value }]);
  const seconds = (instant: string): number => Date.parse(instant) / 1_000;
  return [
    {
      name: 'certmuster_scan_endpoints',
      help: 'Number of endpoints by verdict.',
      series: verdicts.map((verdict) => ({ labels: { ...more, verdict }, value: summary[verdict] })),
    },
    {
      name: 'certmuster_scan_not_audited',
      help: 'Number of endpoints that an interrupted run did not audit; absent if unknown.',
      series: one(complete ? 0 : summary.notAudited),
    },
    {
      name: 'certmuster_scan_complete',
      help: '1 if the run was complete, 0 if it was interrupted.',
      series: one(complete ? 1 : 0),
    },
    {
      name: 'certmuster_scan_duration_seconds',
      help: 'Duration of the run.',
      series: one((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000),
    },
    {
      name: 'certmuster_scan_finished_timestamp_seconds',
      help: 'End of the run, in Unix time.',
      series: one(seconds(finishedAt)),
    },
    {
      name: 'certmuster_scan_as_of_timestamp_seconds',
      help: 'Instant that validity was judged as of, in Unix time.',
      series: one(seconds(asOf)),
    },
  ];
}

/** Several findings may have the same labels, because a check gives one for each virtual server. */
function countDeploymentFindings({ deploymentFindings }: ScanReport): readonly Series[] {
  const labels = deploymentFindings
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map(({ deployment, check, fault, severity, outcome, cause, waiver }) => {
      return { deployment, check, fault, severity, outcome, cause, waived: waiver && 'true' };
    });
  return [...groupBy(labels, JSON.stringify).values()].map((same) => ({ labels: same[0], value: same.length }));
}
