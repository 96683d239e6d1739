import { lastOccurrence } from '../../../history/last-occurrence.ts';
import type { ScheduleState } from '../../../model/api/api-documents.ts';
import { parameters } from '../../../model/api/api-parameters.ts';
import type { ScheduleStatus } from '../../schedule/scheduler.ts';
import type { Service } from '../../service.ts';
import { type ApiRoute, defineRoute, refuse } from './api-route.ts';

const { name } = parameters;

/** When schedules are due, and how to start one. */
export const scheduleRoutes: readonly ApiRoute[] = [
  defineRoute({
    path: '/api/v1/schedules',
    summary: 'The schedules and how they stand',
    answer: 'Schedules',
    reply: (service) => ({ value: service.scheduler.status().map((status) => stateOf(status, service)) }),
  }),
  defineRoute({
    path: '/api/v1/schedules/{name}',
    summary: 'A schedule and how it stands',
    parameters: { name },
    answer: 'Schedule',
    refusals: { 404: 'There is no such schedule.' },
    reply: (service, { parameters: { name: wanted } }) => {
      const status = service.scheduler.status().find((each) => each.name === wanted);
      return status === undefined ? unknownSchedule : { value: stateOf(status, service) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/schedules/{name}/run',
    summary: 'Runs a schedule now, beside its due times',
    parameters: { name },
    answer: 'RunStarted',
    status: 202,
    refusals: { 404: 'There is no such schedule.', 409: 'It is running already.' },
    reply: ({ scheduler, log }, { parameters: { name: wanted }, request }) => {
      if (!scheduler.status().some((each) => each.name === wanted)) return unknownSchedule;
      if (!scheduler.runNow(wanted))
        return refuse(409, 'The schedule is running already. Ask again when it has ended.');
      log(`http: ${request.callerName} started ${wanted}`);
      return { value: { schedule: wanted, status: 'started' } };
    },
  }),
];

const unknownSchedule = refuse(404, 'There is no such schedule. /api/v1/schedules lists them.');

function stateOf(
  { name: schedule, nextAt, runningSince }: ScheduleStatus,
  { board, database }: Service,
): ScheduleState {
  const progress = board.running().find((each) => each.schedule === schedule);
  const verdicts = Object.values(progress?.verdicts ?? {});
  const audited = verdicts.reduce((sum, count) => sum + count, 0);
  return {
    name: schedule,
    nextAt: nextAt?.toISOString() ?? null,
    running:
      runningSince === undefined
        ? null
        : { since: runningSince.toISOString(), endpoints: progress?.count ?? null, audited },
    last: lastOccurrence(database, schedule) ?? null,
  };
}
