// node year-of-runs.js FILE FROM UNTIL: keeps two schedules over that span of simulated time, and prints where it is.
import { openHistory } from '../../src/history/database.ts';
import { beginRun } from '../../src/history/record-run.ts';
import { createScheduleLedger } from '../../src/history/schedule-ledger.ts';
import { readDueTimes } from '../../src/service/schedule/due-times.ts';
import { createScheduler } from '../../src/service/schedule/scheduler.ts';
import { serving } from '../history/runs.ts';
import { reportOf } from '../report/sample-report.ts';
import { createSimulatedClock } from './simulated-clock.ts';

const [, , path = '', from = '', until = ''] = process.argv;
const opened = openHistory(path, { create: true });
if (!opened.ok) throw new Error(opened.error);
const database = opened.value;
const clock = createSimulatedClock(from);
const ledger = createScheduleLedger(database);
const { endpoints: _, ...summary } = reportOf([], []);

const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt, signal }) => {
  // A run that was cut off may have started at this very instant of simulated time.
  let startedAt = clock.now();
  let begun = beginRun(database, { series: name, startedAt });
  while (!begun.ok) {
    startedAt = new Date(startedAt.getTime() + 1);
    begun = beginRun(database, { series: name, startedAt });
  }
  const recorder = begun.value;
  for (let host = 1; host <= 3; host += 1) recorder.endpoint({ report: serving(`10.0.0.${host}`, 'a') });
  await clock.sleep(60_000);
  if (signal.aborted) return;
  const finishedAt = clock.now().toISOString();
  recorder.finish({ ...summary, startedAt: startedAt.toISOString(), finishedAt, causes: [] }, undefined, () =>
    ledger.note(name, dueAt, recorder.run),
  );
});
const schedule = (name: string, cron: string, timeZone: string) => {
  const due = readDueTimes(cron, timeZone);
  if (!due.ok) throw new Error(due.error);
  return { name, timing: `${cron} ${timeZone}`, due: due.value, jitterMs: 0, catchesUp: true };
};
scheduler.set([schedule('berlin', '30 2 * * *', 'Europe/Berlin'), schedule('utc', '0 12 * * *', 'UTC')]);
const end = new Date(until);
for (let now = new Date(from); now < end; ) {
  now = new Date(Math.min(now.getTime() + 3_600_000, end.getTime()));
  await clock.advanceTo(now.toISOString());
  process.stdout.write(`${now.toISOString()}\n`);
}
process.stdout.write('done\n');
database.close();
