import assert from 'node:assert/strict';
import { test } from 'node:test';

import { endpointHistories } from '../../src/history/endpoint-history.ts';
import { listCauses } from '../../src/history/list-causes.ts';
import { findFinishedRun, listRuns } from '../../src/history/list-runs.ts';
import { beginRun } from '../../src/history/record-run.ts';
import { finding } from '../report/sample-report.ts';
import { count, failing, historyFor, record, serving, silent } from './runs.ts';

const standing = (database: ReturnType<typeof historyFor>['database']) =>
  listCauses(database, { isGoneToo: false }).map(({ key }) => key);

test('what stays the same is stored once, however many runs see it', (context) => {
  const { database } = historyFor(context);
  for (const day of [1, 2, 3, 4]) record(database, day, [serving('10.0.0.1', 'a'), serving('10.0.0.2', 'a')]);
  assert.deepEqual(
    ['certificate', 'chain', 'observation', 'state', 'endpoint', 'run'].map((table) => count(database, table)),
    [1, 1, 2, 2, 2, 4],
  );
  const [first] = endpointHistories(database, '10.0.0.1');
  assert.deepEqual(
    first?.certificates.map(({ firstSeen, lastSeen }) => [firstSeen.slice(0, 10), lastSeen.slice(0, 10)]),
    [['2027-01-01', '2027-01-04']],
  );
});

test('a failed dial changes nothing that is known: the certificate stays, and its causes stand', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin')]);
  record(database, 2, [silent('10.0.0.1')]);
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  const [known] = endpointHistories(database, '10.0.0.1');
  assert.equal(known?.certificates.length, 1);
  assert.deepEqual(
    known?.states.map(({ verdict, failure }) => [verdict, failure?.kind]),
    [
      ['fail', undefined],
      ['unreachable', 'timeout'],
    ],
  );
});

test('a name that cannot be resolved hides the endpoints at its addresses', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin')]);
  record(database, 2, [silent(null)]);
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  // Another address answers now, and nothing hides the old one any more.
  record(database, 3, [serving('10.0.0.9', 'b')]);
  assert.deepEqual(standing(database), []);
});

test('a cause is gone once every endpoint on which it showed answers without it', (context) => {
  const { database } = historyFor(context);
  const broken = (address: string) => failing(serving(address, 'a'), 'expiry-margin');
  record(database, 1, [broken('10.0.0.1'), broken('10.0.0.2')]);
  record(database, 2, [serving('10.0.0.1', 'b'), silent('10.0.0.2')]);
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  record(database, 3, [serving('10.0.0.1', 'b'), serving('10.0.0.2', 'b')]);
  assert.deepEqual(standing(database), []);
  const [cause] = listCauses(database, { isGoneToo: true });
  assert.deepEqual(
    [cause?.firstSeen, cause?.goneAt].map((each) => each?.slice(0, 10)),
    ['2027-01-01', '2027-01-03'],
  );
  record(database, 4, [broken('10.0.0.1'), serving('10.0.0.2', 'b')]);
  assert.equal(listCauses(database, { isGoneToo: true }).length, 2);
});

test('a check that was not made, or had no answer, takes nothing back', (context) => {
  const { database } = historyFor(context);
  const whole = serving('10.0.0.1', 'a');
  record(database, 1, [failing(whole, 'expiry-margin')]);
  const others = whole.findings.filter(({ check }) => check !== 'expiry-margin');
  record(database, 2, [{ ...whole, findings: others }]);
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  record(database, 3, [{ ...whole, findings: [...others, finding('expiry-margin', 'undetermined')] }]);
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  record(database, 4, [whole]);
  assert.deepEqual(standing(database), []);
});

test('an interrupted run takes nothing back of what it did not audit', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin'), serving('10.0.0.2', 'a')]);
  record(database, 2, [serving('10.0.0.2', 'a')], { complete: false });
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  record(database, 3, [serving('10.0.0.2', 'a')]);
  assert.deepEqual(standing(database), []);
});

test('another severity is another interval, which says when it became worse', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin', 'warning')]);
  record(database, 2, [failing(serving('10.0.0.1', 'a'), 'expiry-margin', 'critical')]);
  const intervals = listCauses(database, { isGoneToo: true }).map(({ severity, goneAt }) => [
    severity,
    goneAt === null,
  ]);
  assert.deepEqual(intervals, [
    ['critical', true],
    ['warning', false],
  ]);
});

test('series do not touch each other, and their endpoints are one', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin')], { series: 'inside' });
  record(database, 2, [serving('10.0.0.1', 'a')], { series: 'outside' });
  assert.deepEqual(standing(database), ['expiry-margin/broken']);
  assert.equal(count(database, 'endpoint'), 1);
  assert.equal(findFinishedRun(database, { series: 'inside' })?.run, 1);
});

test('a run that does not finish is told apart, and keeps what it saw', (context) => {
  const { database } = historyFor(context);
  const begun = beginRun(database, { series: 'targets.json', startedAt: new Date('2027-01-01T00:00:00Z') });
  assert.ok(begun.ok);
  for (let host = 0; host < 250; host += 1) begun.value.endpoint({ report: serving(`10.0.0.${host}`, 'a') });
  assert.equal(listRuns(database, { limit: 9 })[0]?.finishedAt, null);
  assert.equal(count(database, 'endpoint'), 200);
  assert.equal(findFinishedRun(database, { series: 'targets.json' }), undefined);
});

test('a run is recorded once', (context) => {
  const { database } = historyFor(context);
  record(database, 1, []);
  const again = beginRun(database, { series: 'targets.json', startedAt: new Date('2027-01-01T00:00:00Z') });
  assert.deepEqual(again, { ok: false, error: 'has the run of 2027-01-01T00:00:00.000Z already' });
});
