import type { Cause } from '../../model/cause.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { causeMetrics, type MeasuredCause } from './cause-metrics.ts';
import { endpointMetrics } from './endpoint-metrics.ts';
import { findingMetrics } from './finding-metrics.ts';
import { labelEndpoints } from './metric-labels.ts';
import { writeFamily } from './metric-text.ts';
import { probeMetrics } from './probe-metrics.ts';
import { reportMetrics, scanMetrics } from './scan-metrics.ts';

/**
 * Prometheus' text format, for the textfile collector of the node exporter. Metrics of blackbox_exporter and ssl_exporter
 * keep their names and meaning; the others start with `certmuster_`. An unknown value has no series.
 */
export function* renderPrometheus(report: ScanReport): Generator<string, void, undefined> {
  const { causes, checks, summary } = report;
  const endpoints = labelEndpoints(report.endpoints);
  const families = [
    ...causeMetrics({ causes: causes.map(measure), counts: summary.causes, checks }),
    ...probeMetrics(endpoints),
    ...endpointMetrics(endpoints),
    ...findingMetrics(endpoints),
    ...scanMetrics(report),
    ...reportMetrics(report),
  ];
  for (const family of families) yield writeFamily(family);
}

/** A cause of a report. */
export function measure(cause: Cause): MeasuredCause {
  return { ...cause, waived: cause.waiver !== null };
}
