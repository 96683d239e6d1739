import process from 'node:process';

import type { MetricFamily } from '../../report/monitoring/metric-text.ts';

/** The metrics of this process that most exporters have, by their usual names. */
export function processMetrics(now: () => Date): readonly MetricFamily[] {
  const { user, system } = process.cpuUsage();
  const one = (value: number) => [{ labels: {}, value }];
  return [
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'CPU time of the process, in seconds.',
      series: one((user + system) / 1e6),
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory of the process.',
      series: one(process.memoryUsage.rss()),
    },
    {
      name: 'process_start_time_seconds',
      help: 'Start of the process, in Unix time.',
      series: one(Math.floor(now().getTime() / 1_000 - process.uptime())),
    },
  ];
}
