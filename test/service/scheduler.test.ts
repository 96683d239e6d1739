import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readDueTimes } from '../../src/service/schedule/due-times.ts';
import { createScheduler, type DueRun, type Schedule } from '../../src/service/schedule/scheduler.ts';
import { createSimulatedClock } from './simulated-clock.ts';

function schedule(expression: string, more: Partial<Schedule> & { readonly timeZone?: string } = {}): Schedule {
  const { timeZone = 'UTC', ...rest } = more;
  const due = readDueTimes(expression, timeZone);
  if (!due.ok) throw new Error(due.error);
  return { name: 'daily', timing: `${expression} ${timeZone}`, due: due.value, jitterMs: 0, catchesUp: true, ...rest };
}

/** A ledger in memory that outlives schedulers, as a history does. */
function createLedger() {
  const since = new Map<string, { readonly timing: string; readonly at: Date }>();
  const ended = new Map<string, Date[]>();
  return {
    knownSince: (name: string, timing: string, now: Date): Date => {
      if (since.get(name)?.timing !== timing) since.set(name, { timing, at: now });
      return since.get(name)?.at ?? now;
    },
    lastEnded: (name: string): Date | undefined => ended.get(name)?.at(-1),
    note: (name: string, dueAt: Date): void => void ended.set(name, [...(ended.get(name) ?? []), dueAt]),
    all: (name: string): readonly string[] => (ended.get(name) ?? []).map((each) => each.toISOString()),
  };
}

test('runs when it is due, and not before', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => ledger.note(name, dueAt));
  scheduler.set([schedule('0 3 * * *')]);
  assert.equal(scheduler.status()[0]?.nextAt?.toISOString(), '2027-01-02T03:00:00.000Z');
  await clock.advanceTo('2027-01-04T12:00:00Z');
  assert.deepEqual(
    ledger.all('daily'),
    ['02', '03', '04'].map((day) => `2027-01-${day}T03:00:00.000Z`),
  );
  await scheduler.stop();
});

test('daylight saving: a time that does not exist is due once, and so is one that exists twice', async () => {
  const clock = createSimulatedClock('2027-03-27T12:00:00Z');
  const ledger = createLedger();
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => ledger.note(name, dueAt));
  scheduler.set([schedule('30 2 * * *', { timeZone: 'Europe/Berlin' })]);
  await clock.advanceTo('2027-03-29T12:00:00Z');
  assert.deepEqual(ledger.all('daily'), ['2027-03-28T01:00:00.000Z', '2027-03-29T00:30:00.000Z']);
  await clock.advanceTo('2027-10-30T12:00:00Z');
  const before = ledger.all('daily').length;
  await clock.advanceTo('2027-11-01T12:00:00Z');
  assert.deepEqual(ledger.all('daily').slice(before), ['2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z']);
  await scheduler.stop();
});

test('a run that takes longer than its period is never doubled, and what was missed is made up for once', async () => {
  const clock = createSimulatedClock('2027-01-01T00:30:00Z');
  const ledger = createLedger();
  let under = 0;
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => {
    under += 1;
    assert.equal(under, 1);
    await clock.sleep(150 * 60_000);
    under -= 1;
    ledger.note(name, dueAt);
  });
  scheduler.set([schedule('0 * * * *')]);
  await clock.advanceTo('2027-01-01T09:00:00Z');
  // 1:00 to 3:30, then 3:00 until 6:00, then 6:00 until 8:30, then 8:00.
  assert.deepEqual(
    ledger.all('daily'),
    ['01', '03', '06'].map((hour) => `2027-01-01T${hour}:00:00.000Z`),
  );
  void scheduler.stop();
  await clock.advanceTo('2027-01-01T12:00:00Z');
});

test('after a restart the last missed run is made up for, once; without catch-up it waits for the next', async () => {
  for (const catchesUp of [true, false]) {
    const clock = createSimulatedClock('2027-01-01T12:00:00Z');
    const ledger = createLedger();
    const run = async ({ schedule: { name }, dueAt }: DueRun): Promise<void> => ledger.note(name, dueAt);
    const first = createScheduler(clock, ledger, run);
    first.set([schedule('0 3 * * *', { catchesUp })]);
    await clock.advanceTo('2027-01-02T12:00:00Z');
    await first.stop();
    await clock.advanceTo('2027-01-06T12:00:00Z');
    const second = createScheduler(clock, ledger, run);
    second.set([schedule('0 3 * * *', { catchesUp })]);
    await clock.advanceTo('2027-01-07T12:00:00Z');
    const days = ledger.all('daily').map((each) => each.slice(8, 10));
    assert.deepEqual(days, catchesUp ? ['02', '06', '07'] : ['02', '07']);
    await second.stop();
  }
});

test('a run that was cut off is made again after the restart, and one that ended is not', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  let starts = 0;
  const cutOff = createScheduler(clock, ledger, async ({ signal }) => {
    starts += 1;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  });
  cutOff.set([schedule('0 3 * * *')]);
  await clock.advanceTo('2027-01-02T03:00:01Z');
  await cutOff.stop();
  assert.equal(starts, 1);
  const again = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => ledger.note(name, dueAt));
  again.set([schedule('0 3 * * *')]);
  await clock.advanceTo('2027-01-02T12:00:00Z');
  assert.deepEqual(ledger.all('daily'), ['2027-01-02T03:00:00.000Z']);
  await again.stop();
});

test('a new set of schedules: what is gone ends, what is kept goes on, and no due time is lost', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => ledger.note(name, dueAt));
  scheduler.set([schedule('0 3 * * *'), schedule('0 4 * * *', { name: 'other' })]);
  await clock.advanceTo('2027-01-02T02:00:00Z');
  scheduler.set([schedule('30 2 * * *')]);
  await clock.advanceTo('2027-01-02T12:00:00Z');
  assert.deepEqual([ledger.all('daily'), ledger.all('other')], [['2027-01-02T02:30:00.000Z'], []]);
  assert.ok(!scheduler.runNow('other'));
  assert.ok(scheduler.runNow('daily'));
  await scheduler.stop();
});

test('what would have been due under another timing is not made up for, be it changed while the service runs or not', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  const run = async ({ schedule: { name }, dueAt }: DueRun): Promise<void> => ledger.note(name, dueAt);
  const first = createScheduler(clock, ledger, run);
  first.set([schedule('0 3 * * *')]);
  await clock.advanceTo('2027-01-02T12:00:00Z');
  first.set([schedule('0 11 * * *')]);
  await first.stop();
  await clock.advanceTo('2027-01-02T13:00:00Z');
  const second = createScheduler(clock, ledger, run);
  second.set([schedule('0 12 * * *')]);
  await clock.advanceTo('2027-01-03T13:00:00Z');
  assert.deepEqual(ledger.all('daily'), ['2027-01-02T03:00:00.000Z', '2027-01-03T12:00:00.000Z']);
  await second.stop();
});

test('jitter puts off, and loses nothing', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z', () => 0.999);
  const ledger = createLedger();
  const started: string[] = [];
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => {
    started.push(clock.now().toISOString());
    ledger.note(name, dueAt);
  });
  scheduler.set([schedule('0 3 * * *', { jitterMs: 600_000 })]);
  await clock.advanceTo('2027-01-03T12:00:00Z');
  assert.equal(ledger.all('daily').length, 2);
  assert.ok(
    started.every((instant) => /T03:09:/.test(instant)),
    started.join(),
  );
  await scheduler.stop();
});

test('a run that cannot be noted is made again later and later, and not at once', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  const started: string[] = [];
  let isFull = true;
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => {
    started.push(clock.now().toISOString().slice(11, 16));
    if (!isFull) ledger.note(name, dueAt);
  });
  scheduler.set([schedule('0 3 * * *')]);
  await clock.advanceTo('2027-01-02T03:12:00Z');
  assert.deepEqual(started, ['03:00', '03:01', '03:03', '03:07']);
  assert.deepEqual(
    [scheduler.status()[0]?.nextAt, scheduler.status()[0]?.isUnrecorded],
    [new Date('2027-01-02T03:00:00.000Z'), true],
  );
  isFull = false;
  await clock.advanceTo('2027-01-03T12:00:00Z');
  assert.deepEqual(started.slice(4), ['03:15', '03:00']);
  assert.deepEqual(ledger.all('daily'), ['2027-01-02T03:00:00.000Z', '2027-01-03T03:00:00.000Z']);
  assert.equal(scheduler.status()[0]?.isUnrecorded, false);
  await scheduler.stop();
});

test('a run that ended while its period is shorter than the wait is not made again at once either', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  let starts = 0;
  const scheduler = createScheduler(clock, createLedger(), async () => {
    starts += 1;
  });
  scheduler.set([schedule('*/2 * * * * *')]);
  await clock.advanceTo('2027-01-01T12:10:00Z');
  assert.equal(starts, 4);
  await scheduler.stop();
});

test('a ledger that cannot be used for a while ends nothing: what is due is planned when it can be used again', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  let isLocked = false;
  const whileLocked = <T>(value: T): T => {
    if (isLocked) throw new Error('database is locked');
    return value;
  };
  const locking = {
    knownSince: (name: string, timing: string, now: Date) => whileLocked(ledger.knownSince(name, timing, now)),
    lastEnded: (name: string) => whileLocked(ledger.lastEnded(name)),
  };
  const scheduler = createScheduler(clock, locking, async ({ schedule: { name }, dueAt }) => {
    ledger.note(name, dueAt);
    isLocked = true;
  });
  scheduler.set([schedule('0 * * * *')]);
  await clock.advanceTo('2027-01-01T15:30:00Z');
  assert.equal(ledger.all('daily').length, 1);
  scheduler.set([schedule('0 * * * *', { jitterMs: 1 })]);
  isLocked = false;
  await clock.advanceTo('2027-01-01T15:40:00Z');
  assert.deepEqual(ledger.all('daily'), ['2027-01-01T13:00:00.000Z', '2027-01-01T15:00:00.000Z']);
  await scheduler.stop();
});

test('a configuration that is read again while a run is put off by jitter neither loses it nor puts it off again', async () => {
  for (const catchesUp of [true, false]) {
    const clock = createSimulatedClock('2027-01-01T12:00:00Z', () => 0.5);
    const ledger = createLedger();
    const started: string[] = [];
    const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt }) => {
      started.push(clock.now().toISOString());
      ledger.note(name, dueAt);
    });
    const same = () => [schedule('0 3 * * *', { catchesUp, jitterMs: 600_000 })];
    scheduler.set(same());
    for (const minute of ['00', '01', '02', '04']) {
      await clock.advanceTo(`2027-01-02T03:${minute}:30Z`);
      scheduler.set(same());
    }
    await clock.advanceTo('2027-01-02T12:00:00Z');
    assert.deepEqual(started, ['2027-01-02T03:05:00.000Z']);
    await scheduler.stop();
  }
});

test('a schedule that is removed and added again while it runs begins when the run before has ended', async () => {
  const clock = createSimulatedClock('2027-01-01T12:00:00Z');
  const ledger = createLedger();
  let under = 0;
  const most: number[] = [];
  const scheduler = createScheduler(clock, ledger, async ({ schedule: { name }, dueAt, signal }) => {
    under += 1;
    most.push(under);
    // Connections take a while to close.
    await clock.sleep(signal.aborted ? 0 : 30_000);
    under -= 1;
    if (!signal.aborted) ledger.note(name, dueAt);
  });
  scheduler.set([schedule('0 3 * * *')]);
  await clock.advanceTo('2027-01-02T03:00:01Z');
  for (let round = 0; round < 3; round += 1) {
    scheduler.set([]);
    scheduler.set([schedule('0 3 * * *')]);
  }
  assert.ok(!scheduler.runNow('daily'));
  await clock.advanceTo('2027-01-02T12:00:00Z');
  assert.deepEqual(most, [1, 1]);
  assert.deepEqual(ledger.all('daily'), ['2027-01-02T03:00:00.000Z']);
  await scheduler.stop();
});

for (const [expression, zone, message] of [
  ['99 * * * *', 'UTC', /"99 \* \* \* \*" is not a cron expression/],
  ['0 3 31 2 *', 'UTC', /is never due/],
  ['0 3 * * *', 'Mars/Olympus', /"Mars\/Olympus" is not a time zone/],
  ['', 'UTC', /is not a cron expression/],
] as const) {
  test(`wrong: ${expression} ${zone}`, () => {
    const due = readDueTimes(expression, zone);
    assert.ok(!due.ok);
    assert.match(due.error, message);
  });
}
