import type { ScanReport } from '../../model/scan-report.ts';
import { verdicts } from '../../model/vocabulary.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Labels, MetricFamily, Series } from './metric-text.ts';

/** The metrics of the run as a whole, and of findings across deployments. */
export function scanMetrics(report: ScanReport): readonly MetricFamily[] {
  const { startedAt, finishedAt, asOf, complete, summary, tool } = report;
  const one = (value: number | null, labels: Labels = {}): readonly Series[] =>
    value === null ? [] : [{ labels, value }];
  const seconds = (instant: string): number => Date.parse(instant) / 1_000;
  return [
    {
      name: 'certmuster_deployment_finding',
      help: 'How many times a check across a deployment had this outcome.',
      series: countDeploymentFindings(report),
    },
    {
      name: 'certmuster_scan_endpoints',
      help: 'Endpoints by verdict.',
      series: verdicts.map((verdict) => ({ labels: { verdict }, value: summary[verdict] })),
    },
    {
      name: 'certmuster_scan_not_audited',
      help: 'Endpoints that an interrupted run left out; absent where how many is unknown.',
      series: one(complete ? 0 : summary.notAudited),
    },
    { name: 'certmuster_scan_complete', help: 'Whether the run reached its end.', series: one(complete ? 1 : 0) },
    {
      name: 'certmuster_scan_duration_seconds',
      help: 'How long the run took.',
      series: one((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000),
    },
    {
      name: 'certmuster_scan_finished_timestamp_seconds',
      help: 'When the run ended; its age is time() minus this.',
      series: one(seconds(finishedAt)),
    },
    {
      name: 'certmuster_scan_as_of_timestamp_seconds',
      help: 'The instant that validity was judged at.',
      series: one(seconds(asOf)),
    },
    { name: 'certmuster_build_info', help: 'The version that wrote this.', series: one(1, { version: tool.version }) },
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
