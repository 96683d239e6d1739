import type { ScanReport } from '../../model/scan-report.ts';
import { endpointMetrics } from './endpoint-metrics.ts';
import { labelEndpoints } from './metric-labels.ts';
import { writeFamily } from './metric-text.ts';
import { probeMetrics } from './probe-metrics.ts';
import { scanMetrics } from './scan-metrics.ts';

/**
 * Prometheus' text format, for the textfile collector of the node exporter. What blackbox_exporter and ssl_exporter call
 * something keeps that name and meaning; what is ours starts with `certmuster_`. Where nothing is known there is no series.
 */
export function* renderPrometheus(report: ScanReport): Generator<string, void, undefined> {
  const endpoints = labelEndpoints(report.endpoints);
  for (const family of [...probeMetrics(endpoints), ...endpointMetrics(endpoints), ...scanMetrics(report)]) {
    yield writeFamily(family);
  }
}
