import { sizeOf } from '../../history/series-state.ts';
import type { MetricFamily } from '../../report/monitoring/metric-text.ts';
import { buildInfo } from '../../report/monitoring/scan-metrics.ts';
import type { Service } from '../service.ts';

/** The metrics of the service itself: its version, its configuration, its history, and what `Service.gauges` adds. */
export function serviceMetrics(service: Service): readonly MetricFamily[] {
  const { error, readAt } = service.configuration();
  const one = (value: number) => [{ labels: {}, value }];
  return [
    buildInfo(service.version),
    {
      name: 'certmuster_config_last_reload_successful',
      help: '1 if the configuration that was read last is in force, 0 if it is wrong and the previous one stays in force.',
      series: one(error === null ? 1 : 0),
    },
    {
      name: 'certmuster_config_last_reload_success_timestamp_seconds',
      help: 'When the configuration in force was read, in Unix time.',
      series: one(readAt.getTime() / 1_000),
    },
    { name: 'certmuster_history_size_bytes', help: 'Size of the history.', series: one(sizeOf(service.database)) },
    ...service.gauges.flatMap((read) => read()),
  ];
}
