import type { ScheduleStatus } from './scheduler.ts';

/** A timer looks at the wall clock once a minute, in case that was set; a machine that was asleep needs a moment. */
const patienceMs = 150_000;

/** The names of schedules that should have started and did not: the scheduler hangs. */
export function overdueSchedules(schedules: readonly ScheduleStatus[], now: Date): readonly string[] {
  const isOverdue = ({ startsAt }: ScheduleStatus): boolean =>
    startsAt !== undefined && now.getTime() - startsAt.getTime() > patienceMs;
  return schedules.filter(isOverdue).map(({ name }) => name);
}
