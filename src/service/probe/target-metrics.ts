import { causeMetrics } from '../../report/monitoring/cause-metrics.ts';
import { endpointMetrics } from '../../report/monitoring/endpoint-metrics.ts';
import { findingMetrics } from '../../report/monitoring/finding-metrics.ts';
import { type LabelledEndpoint, labelEndpoints } from '../../report/monitoring/metric-labels.ts';
import type { MetricFamily, Series } from '../../report/monitoring/metric-text.ts';
import { probeMetrics } from '../../report/monitoring/probe-metrics.ts';
import { measure } from '../../report/monitoring/render-prometheus.ts';
import type { Probed } from './run-probe.ts';

/**
 * The metrics of one target. What blackbox_exporter has is without labels of the endpoint, as there: of a name with several addresses all
 * are audited, and the worst counts. Metrics that only certmuster or ssl_exporter has keep the labels of each endpoint.
 */
export function targetMetrics({ report, durationMs }: Probed): readonly MetricFamily[] {
  const endpoints = labelEndpoints(report.endpoints);
  const { causes, checks, summary } = report;
  return [
    ...probeMetrics(endpoints).map((family) => ofTarget(family, endpoints, durationMs)),
    ...causeMetrics({ causes: causes.map(measure), counts: summary.causes, checks }),
    ...endpointMetrics(endpoints),
    ...findingMetrics(endpoints),
  ];
}

function ofTarget(
  { series, ...family }: MetricFamily,
  endpoints: readonly LabelledEndpoint[],
  durationMs: number,
): MetricFamily {
  const all = [...series];
  const worst = (none: readonly Series[]): readonly Series[] =>
    all.length === 0 ? none : [{ labels: {}, value: Math.min(...all.map(({ value }) => value)) }];
  switch (family.name) {
    case 'probe_success':
      // Nothing was seen, or the time was up before: no success.
      return { ...family, series: worst([{ labels: {}, value: 0 }]) };
    case 'probe_duration_seconds':
      return { ...family, help: 'Duration of the probe.', series: [{ labels: {}, value: durationMs / 1_000 }] };
    case 'probe_ssl_earliest_cert_expiry':
    case 'probe_ssl_last_chain_expiry_timestamp_seconds':
      return { ...family, series: worst([]) };
    case 'probe_ssl_last_chain_info':
    case 'probe_tls_version_info':
      return { ...family, series: all.map((each) => withoutEndpoint(each, endpoints)) };
    default:
      return { ...family, series: all };
  }
}

/** Several endpoints may show the same, which is then one series. */
function withoutEndpoint({ labels, value }: Series, [first]: readonly LabelledEndpoint[]): Series {
  const own = new Set(Object.keys(first?.labels ?? {}));
  return { labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !own.has(name))), value };
}
