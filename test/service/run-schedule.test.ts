import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';

import { createScheduleLedger } from '../../src/history/schedule-ledger.ts';
import { err } from '../../src/model/result.ts';
import { createRunBoard } from '../../src/service/run-board.ts';
import { createScheduleRunner } from '../../src/service/run-schedule.ts';
import { readDueTimes } from '../../src/service/schedule/due-times.ts';
import { historyFor } from '../history/runs.ts';

test('of hundreds of schedules that are due at once some run at a time, and each has its turn or is cut off', async (context) => {
  const { database } = historyFor(context);
  const ledger = createScheduleLedger(database);
  const due = readDueTimes('0 3 * * *', 'UTC');
  assert.ok(due.ok);
  const now = new Date('2027-02-01T03:00:00.000Z');
  let under = 0;
  let most = 0;
  const prepared: string[] = [];
  const run = createScheduleRunner({
    ...{ database, ledger, board: createRunBoard(), log: () => undefined },
    environment: { now: () => now },
    prepare: async (name) => {
      prepared.push(name);
      under += 1;
      most = Math.max(most, under);
      await setImmediate();
      under -= 1;
      return err('a file is missing');
    },
  });
  const leaving = new AbortController();
  const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
  const runs = names.map((name) => {
    const schedule = { name, timing: '', due: due.value, jitterMs: 0, catchesUp: true };
    const signal = name === 's199' ? leaving.signal : new AbortController().signal;
    return run({ schedule, dueAt: now, signal });
  });
  leaving.abort();
  await Promise.all(runs);
  assert.deepEqual([most, prepared], [16, names.slice(0, -1)]);
  assert.deepEqual(
    names.map((name) => ledger.lastEnded(name)?.getTime()),
    [...names.slice(0, -1).map(() => now.getTime()), undefined],
  );
});
