import type { ScanReport } from '../../model/scan-report.ts';
import { causeMetrics } from './cause-metrics.ts';
import { endpointMetrics } from './endpoint-metrics.ts';
import { labelEndpoints } from './metric-labels.ts';
import { writeFamily } from './metric-text.ts';
import { probeMetrics } from './probe-metrics.ts';
import { scanMetrics } from './scan-metrics.ts';

/**
 * Prometheus' text format, for the textfile collector of the node exporter. Metrics of blackbox_exporter and ssl_exporter
 * keep their names and meaning; the others start with `certmuster_`. An unknown value has no series.
 */
export function* renderPrometheus(report: ScanReport): Generator<string, void, undefined> {
  const endpoints = labelEndpoints(report.endpoints);
  const families = [
    ...causeMetrics(report),
    ...probeMetrics(endpoints),
    ...endpointMetrics(endpoints),
    ...scanMetrics(report),
  ];
  for (const family of families) yield writeFamily(family);
}
