import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lastOccurrence } from '../../src/history/last-occurrence.ts';
import { createScheduleLedger } from '../../src/history/schedule-ledger.ts';
import { historyFor } from './runs.ts';

const now = new Date('2027-02-01T12:00:00.000Z');
const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);

test('what a clock that was years ahead has left keeps nothing from being due', (context) => {
  const { database } = historyFor(context);
  const ledger = createScheduleLedger(database);
  const years = later(5 * 8_760);
  assert.deepEqual(ledger.knownSince('daily', '0 3 * * * UTC', years), years);
  ledger.noteFailure('daily', later(-9), 'a file is missing');
  ledger.noteFailure('daily', years, 'another file is missing');
  ledger.noteFailure('other', years, 'another file is missing');
  assert.deepEqual(ledger.knownSince('daily', '0 3 * * * UTC', now), now);
  assert.deepEqual(ledger.lastEnded('daily'), later(-9));
  assert.equal(lastOccurrence(database, 'daily')?.error, 'a file is missing');
  assert.deepEqual(ledger.lastEnded('other'), years);
});

test('a clock that was an hour ahead at most is no reason to run again', (context) => {
  const ledger = createScheduleLedger(historyFor(context).database);
  assert.deepEqual(ledger.knownSince('daily', '0 3 * * * UTC', later(1)), later(1));
  ledger.noteFailure('daily', later(1), 'a file is missing');
  assert.deepEqual(ledger.knownSince('daily', '0 3 * * * UTC', now), later(1));
  assert.deepEqual(ledger.lastEnded('daily'), later(1));
});
