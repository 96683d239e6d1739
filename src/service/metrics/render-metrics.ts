import { readSeriesState, type SeriesState } from '../../history/series-state.ts';
import {
  joinFamilies,
  type MetricFormat,
  type WrittenFamily,
  writeSeries,
} from '../../report/monitoring/metric-text.ts';
import type { Service } from '../service.ts';
import { scheduleMetrics } from './schedule-metrics.ts';
import { seriesMetrics } from './series-metrics.ts';
import { serviceMetrics } from './service-metrics.ts';

/** Makes what answers a scrape. What a run found is written once a run, and kept as text. */
export function createMetricsRenderer(service: Service): (format: MetricFormat) => string {
  const { board, database, scheduler, environment } = service;
  const ended = new Map<string, { readonly runs: number; readonly failures: number }>();
  const endedOf = (schedule: string) => ended.get(schedule) ?? { runs: 0, failures: 0 };
  board.listen((event) => {
    if (event.kind !== 'ended') return;
    const { runs, failures } = endedOf(event.schedule);
    const failed = event.error === null ? 0 : 1;
    ended.set(event.schedule, { runs: runs + 1 - failed, failures: failures + failed });
  });
  const kept = new Map<string, { readonly run: number | undefined; readonly families: readonly WrittenFamily[] }>();
  const seriesOf = (schedule: string, state: SeriesState): readonly WrittenFamily[] => {
    const known = kept.get(schedule);
    const run = state.lastRun?.run;
    if (known !== undefined && known.run === run) return known.families;
    const families = seriesMetrics(database, schedule, state);
    kept.set(schedule, { run, families });
    return families;
  };
  return (format) => {
    const schedules = scheduler.status().map((status) => {
      return { status, state: readSeriesState(database, status.name), ended: endedOf(status.name) };
    });
    const names = new Set(schedules.map(({ status }) => status.name));
    for (const name of kept.keys()) if (!names.has(name)) kept.delete(name);
    const families = joinFamilies(
      [
        ...schedules.map(({ status, state }) => seriesOf(status.name, state)),
        scheduleMetrics(schedules, environment.now()).map(writeSeries),
        serviceMetrics(service).map(writeSeries),
      ],
      format,
    );
    return [...families].join('');
  };
}
