import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endpointHistories } from '../../src/history/endpoint-history.ts';
import { listCauses } from '../../src/history/list-causes.ts';
import { compact, pruneHistory } from '../../src/history/prune.ts';
import { createScheduleLedger } from '../../src/history/schedule-ledger.ts';
import { count, failing, historyFor, record, serving } from './runs.ts';

test('what ended is forgotten with all that only it used; what is known last, stands or is still to do is kept', (context) => {
  const { database } = historyFor(context);
  const ledger = createScheduleLedger(database);
  const runs = [1, 2, 3, 4].map((day) => {
    const at = serving('10.0.0.1', `leaf ${day}`);
    const quiet = serving('10.0.0.2', 'old leaf');
    return record(database, day, [
      day === 1 ? failing(at, 'expiry-margin') : at,
      day < 3 ? failing(quiet, 'name-match') : quiet,
    ]);
  });
  for (const [index, run] of runs.entries()) ledger.note('targets.json', new Date(Date.UTC(2027, 0, index + 1)), run);
  record(database, 20, [failing(serving('10.0.0.3', 'new leaf'), 'validity-period')], { series: 'other' });
  const { observations, causes } = pruneHistory(database, new Date('2027-01-10T00:00:00Z'));
  compact(database);
  assert.deepEqual([observations, causes], [3, 2]);
  assert.deepEqual(
    endpointHistories(database, '10.0.0.1').flatMap(({ certificates }) =>
      certificates.map(({ firstSeen }) => firstSeen),
    ),
    ['2027-01-04T00:00:00.000Z'],
  );
  assert.equal(endpointHistories(database, '10.0.0.2')[0]?.certificates.length, 1);
  assert.deepEqual(
    listCauses(database, { isGoneToo: true }).map(({ key }) => key),
    ['validity-period/broken'],
  );
  assert.equal(ledger.lastEnded('targets.json')?.toISOString(), '2027-01-04T00:00:00.000Z');
  // The leaves of the last run of each endpoint.
  assert.equal(count(database, 'certificate'), 3);
  assert.deepEqual(database.prepare('pragma foreign_key_check').all(), []);
  assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
});
