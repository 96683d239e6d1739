import type { SeriesState } from '../../history/series-state.ts';
import type { MetricFamily, Series } from '../../report/monitoring/metric-text.ts';
import type { ScheduleStatus } from '../schedule/scheduler.ts';

/** A schedule with what the history has of it. */
export interface MeasuredSchedule {
  readonly status: ScheduleStatus;
  readonly state: SeriesState;
  /** Runs since the service started. */
  readonly ended: { readonly runs: number; readonly failures: number };
}

/** How the schedules stand, whatever their runs found. */
export function scheduleMetrics(schedules: readonly MeasuredSchedule[], now: Date): readonly MetricFamily[] {
  const each = (value: (schedule: MeasuredSchedule) => number | undefined): readonly Series[] =>
    schedules.flatMap((schedule) => {
      const known = value(schedule);
      return known === undefined ? [] : [{ labels: { schedule: schedule.status.name }, value: known }];
    });
  return [
    {
      name: 'certmuster_schedule_running',
      help: '1 while a run of the schedule is under way, 0 otherwise.',
      series: each(({ status }) => (status.runningSince === undefined ? 0 : 1)),
    },
    {
      name: 'certmuster_schedule_running_since_timestamp_seconds',
      help: 'Start of the run that is under way, in Unix time; absent if none is.',
      series: each(({ status }) => secondsOf(status.runningSince)),
    },
    {
      name: 'certmuster_schedule_next_timestamp_seconds',
      help: 'When the next run is due, in Unix time; absent while one is under way.',
      series: each(({ status }) => secondsOf(status.nextAt)),
    },
    {
      name: 'certmuster_schedule_overdue_seconds',
      help: 'For how long a run has been due without having begun; 0 if none is, and up to the jitter in normal operation.',
      series: each(({ status: { nextAt } }) =>
        nextAt === undefined ? 0 : Math.max(0, (now.getTime() - nextAt.getTime()) / 1_000),
      ),
    },
    {
      name: 'certmuster_schedule_last_due_timestamp_seconds',
      help: 'The last due time for which a run ended or could not be made, in Unix time.',
      series: each(({ state: { lastOccurrence } }) => secondsOf(lastOccurrence && new Date(lastOccurrence.dueAt))),
    },
    {
      name: 'certmuster_schedule_last_failed',
      help: '1 if no run could be made the last time that one was due, because of its files or the history; 0 otherwise.',
      series: each(({ state: { lastOccurrence } }) => (typeof lastOccurrence?.error === 'string' ? 1 : 0)),
    },
    {
      name: 'certmuster_schedule_runs_total',
      type: 'counter',
      help: 'Runs that ended since the service started.',
      series: each(({ ended }) => ended.runs),
    },
    {
      name: 'certmuster_schedule_failures_total',
      type: 'counter',
      help: 'Runs that could not be made, or were cut off, since the service started.',
      series: each(({ ended }) => ended.failures),
    },
    {
      name: 'certmuster_history_runs',
      help: 'Number of runs in the history.',
      series: each(({ state }) => state.runs),
    },
    {
      name: 'certmuster_history_first_run_timestamp_seconds',
      help: 'Start of the first run in the history, in Unix time.',
      series: each(({ state: { firstRunAt } }) => secondsOf(firstRunAt === null ? undefined : new Date(firstRunAt))),
    },
  ];
}

function secondsOf(instant: Date | undefined): number | undefined {
  return instant === undefined ? undefined : instant.getTime() / 1_000;
}
