// node year-of-runs.js FILE RECEIVED FROM UNTIL: keeps two schedules over that span of simulated time, and prints where it is. What a channel
// is told is appended to RECEIVED, before the channel confirms it.
import { appendFileSync } from 'node:fs';

import { openHistory } from '../../src/history/database.ts';
import { beginRun } from '../../src/history/record-run.ts';
import { createScheduleLedger } from '../../src/history/schedule-ledger.ts';
import { readDueTimes } from '../../src/service/schedule/due-times.ts';
import type { Sender } from '../../src/service/notify/delivery.ts';
import { createNotifier } from '../../src/service/notify/notifier.ts';
import { createScheduler } from '../../src/service/schedule/scheduler.ts';
import { rulesOf } from './notify/changes.ts';
import { endpointsOn } from './endpoints-on.ts';
import { reportOf } from '../report/sample-report.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const [, , path = '', receivedPath = '', from = '', until = ''] = process.argv;
const opened = openHistory(path, { create: true });
if (!opened.ok) throw new Error(opened.error);
const database = opened.value;
const clock = createSimulatedClock(from);
const ledger = createScheduleLedger(database);
const { endpoints: _, ...summary } = reportOf([], []);

let calls = 0;
const sender: Sender = {
  send: async ({ id, schedule, kind, groups }) => {
    calls += 1;
    const changes = groups.flatMap((group) => group.changes).map(({ what, key }) => `${what} ${key}`);
    // Each third attempt fails, each ninth although it came through.
    if (calls % 3 !== 0 || calls % 9 === 0)
      appendFileSync(receivedPath, `${JSON.stringify({ id, schedule, kind, changes })}\n`);
    return calls % 3 === 0 ? { kind: 'failed', error: 'busy' } : { kind: 'delivered' };
  },
};
const notifier = createNotifier({
  ...{ database, clock, tickMs: 3_600_000, log: () => undefined },
  status: () => scheduler.status(),
  configurationError: () => null,
});
const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt, signal }) => {
  // A run that was cut off may have started at this very instant of simulated time.
  let startedAt = clock.now();
  let begun = beginRun(database, { series: name, startedAt });
  while (!begun.ok) {
    startedAt = new Date(startedAt.getTime() + 1);
    begun = beginRun(database, { series: name, startedAt });
  }
  const recorder = begun.value;
  const endpoints = endpointsOn(dueAt);
  for (const report of endpoints) recorder.endpoint({ report });
  await clock.sleep(60_000);
  if (signal.aborted) return;
  const finishedAt = clock.now().toISOString();
  recorder.finish(
    { ...summary, startedAt: startedAt.toISOString(), finishedAt, causes: endpoints.flatMap((each) => each.causes) },
    undefined,
    () => {
      ledger.note(name, dueAt, recorder.run);
      notifier.noteRun(name, recorder.run);
    },
  );
  notifier.wake();
});
const schedule = (name: string, cron: string, timeZone: string) => {
  const due = readDueTimes(cron, timeZone);
  if (!due.ok) throw new Error(due.error);
  return { name, timing: `${cron} ${timeZone}`, due: due.value, jitterMs: 0, catchesUp: true };
};
const schedules = [schedule('berlin', '30 2 * * *', 'Europe/Berlin'), schedule('utc', '0 12 * * *', 'UTC')];
notifier.set({
  channels: [{ rules: rulesOf(), sender }],
  ...{ schedules, limits: { behindByMs: 12 * 3_600_000, failingForMs: 3 * 86_400_000 }, link: null },
});
scheduler.set(schedules);
const end = new Date(until);
for (let now = new Date(from); now < end; ) {
  now = new Date(Math.min(now.getTime() + 3_600_000, end.getTime()));
  await clock.advanceTo(now.toISOString());
  process.stdout.write(`${now.toISOString()}\n`);
}
process.stdout.write('done\n');
database.close();
