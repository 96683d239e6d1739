import type { FastifyInstance } from 'fastify';

import type { Readiness } from '../../model/api/api-documents.ts';
import { checkHistory } from '../../history/check-history.ts';
import { overdueSchedules } from '../schedule/overdue-schedules.ts';
import type { Service } from '../service.ts';

/** A check writes to the disk: callers cannot have it made more often. */
const checkedForMs = 5_000;

/**
 * `/healthz`: the process answers. `/readyz`: it does its work, else 503. Both are open to everyone; reasons, which may name files, are
 * for callers that may read.
 */
export function addHealth(server: FastifyInstance, service: Service): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  let last: { readonly at: number; readonly readiness: Readiness } | undefined;
  server.get('/readyz', (request, reply) => {
    const now = service.environment.now().getTime();
    if (last === undefined || Math.abs(now - last.at) >= checkedForMs)
      last = { at: now, readiness: judgeReadiness(service) };
    const { readiness } = last;
    reply.code(readiness.status === 'ready' ? 200 : 503);
    return request.mayRead ? readiness : withoutReasons(readiness);
  });
}

/** Whether the history can be read and written, the configuration is in force, and schedules start when they are due. */
function judgeReadiness({ database, configuration, scheduler, environment }: Service): Readiness {
  const { error } = configuration();
  const status = scheduler.status();
  const overdue = overdueSchedules(status, environment.now());
  const planned = status.length === 0 ? 'no schedule is planned' : undefined;
  const late = overdue.length === 0 ? undefined : `due and not started: ${overdue.join(', ')}`;
  const unrecorded = status.filter(({ isUnrecorded }) => isUnrecorded).map(({ name }) => name);
  // A full disk may still have room for what the check writes.
  const lost = unrecorded.length === 0 ? undefined : `a run could not be recorded: ${unrecorded.join(', ')}`;
  const checks = {
    history: state(checkHistory(database) ?? lost),
    configuration: state(error === null ? undefined : error.message),
    schedules: state(planned ?? late),
  };
  const isReady = Object.values(checks).every(({ ok }) => ok);
  return { status: isReady ? 'ready' : 'not ready', checks };
}

function state(reason: string | undefined): Readiness['checks']['history'] {
  return { ok: reason === undefined, reason: reason ?? null };
}

function withoutReasons({ status, checks }: Readiness): Readiness {
  const bare = ({ ok }: { readonly ok: boolean }) => ({ ok, reason: null });
  const { history, configuration, schedules } = checks;
  return {
    status,
    checks: { history: bare(history), configuration: bare(configuration), schedules: bare(schedules) },
  };
}
