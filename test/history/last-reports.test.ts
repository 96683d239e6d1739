import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lastReports } from '../../src/history/last-reports.ts';
import { listCertificates } from '../../src/history/list-certificates.ts';
import { failing, historyFor, record, serving, silent } from './runs.ts';

const series = 'targets.json';
type Known = ReturnType<typeof historyFor>['database'];
const known = (database: Known) =>
  lastReports(database, { series, limit: 100 }).map(({ address, verdict, chain, findings }) => {
    return { address, verdict, leaves: chain.length, failures: findings.length };
  });

test('an endpoint that does not answer keeps what it showed, and only its verdict changes', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin'), silent('10.0.0.2')]);
  record(database, 2, [silent('10.0.0.1'), silent('10.0.0.2')]);
  assert.deepEqual(known(database), [
    { address: '10.0.0.1', verdict: 'unreachable', leaves: 1, failures: 1 },
    { address: '10.0.0.2', verdict: 'unreachable', leaves: 0, failures: 0 },
  ]);
  record(database, 3, [serving('10.0.0.1', 'b'), serving('10.0.0.2', 'b')]);
  assert.deepEqual(
    known(database).map(({ verdict, leaves }) => [verdict, leaves]),
    [
      ['pass', 1],
      ['pass', 1],
    ],
  );
});

test('an endpoint that is audited no more is left out, one that an interrupted run did not reach is not', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [serving('10.0.0.1', 'a'), serving('10.0.0.2', 'a')]);
  record(database, 2, [serving('10.0.0.1', 'a')], { complete: false });
  assert.equal(known(database).length, 2);
  record(database, 3, [serving('10.0.0.1', 'a')]);
  assert.deepEqual(
    known(database).map(({ address }) => address),
    ['10.0.0.1'],
  );
});

test('a name that cannot be resolved hides the addresses that it had last: they stay, unreachable, with their certificates', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [serving('10.0.0.9', 'old')]);
  record(database, 2, [serving('10.0.0.1', 'a'), serving('10.0.0.2', 'a')]);
  for (const day of [3, 4]) {
    record(database, day, [silent(null)]);
    assert.deepEqual(
      known(database).map(({ address, verdict, leaves }) => [address, verdict, leaves]),
      [
        ['10.0.0.1', 'unreachable', 1],
        ['10.0.0.2', 'unreachable', 1],
        [null, 'unreachable', 0],
      ],
    );
  }
  assert.deepEqual(
    listCertificates(database, { served: true, limit: 10 }).map(({ endpoints }) => endpoints.length),
    [2],
  );
  record(database, 5, [serving('10.0.0.2', 'a')]);
  assert.deepEqual(
    known(database).map(({ address, verdict }) => [address, verdict]),
    [['10.0.0.2', 'pass']],
  );
});

test('each series has its own judgement of an endpoint', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [serving('10.0.0.1', 'a')]);
  record(database, 2, [failing(serving('10.0.0.1', 'a'), 'expiry-margin')], { series: 'strict' });
  assert.deepEqual(
    [series, 'strict'].map((each) => lastReports(database, { series: each, limit: 9 })[0]?.verdict),
    ['pass', 'fail'],
  );
});

test('bytes of certificates and findings without a word to say are not kept', (context) => {
  const { database } = historyFor(context);
  record(database, 1, [failing(serving('10.0.0.1', 'a'), 'expiry-margin')]);
  const [report] = lastReports(database, { series, limit: 1 });
  assert.equal(report?.chain[0]?.der, '');
  assert.deepEqual(
    report?.findings.map(({ check }) => check),
    ['expiry-margin'],
  );
});
