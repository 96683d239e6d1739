import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareSnapshots } from '../../src/history/compare-snapshots.ts';
import type { HistoryDatabase } from '../../src/history/database.ts';
import { findRun } from '../../src/history/list-runs.ts';
import { snapshotOfReport } from '../../src/history/snapshot-of-report.ts';
import { snapshotOfRun } from '../../src/history/snapshot-of-run.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { renderComparison } from '../../src/cli/output/render-comparison.ts';
import { observationWith } from '../evaluate/observation.ts';
import { endpoint, reportOf } from '../report/sample-report.ts';
import { count, failing, historyFor, leaf, record, serving, silent } from './runs.ts';

function compareRuns(database: HistoryDatabase, before: number, after: number) {
  const [old, now] = [findRun(database, before), findRun(database, after)];
  assert.ok(old && now);
  return compareSnapshots(snapshotOfRun(database, old), snapshotOfRun(database, now));
}

/** The same comparison of the two reports alone. */
function compareReports(before: readonly EndpointReport[], after: readonly EndpointReport[]) {
  const snapshot = (endpoints: readonly EndpointReport[]) =>
    snapshotOfReport('x', { ...reportOf([], []), causes: endpoints.flatMap(({ causes }) => causes) }, endpoints);
  return compareSnapshots(snapshot(before), snapshot(after));
}

const keys = (causes: readonly { readonly key: string }[]): readonly string[] => causes.map(({ key }) => key);

test('new, fixed, worse, better and not seen are told apart, in a history and between two reports', (context) => {
  const at = (number: number): EndpointReport => serving(`10.0.0.${number}`, 'a');
  const before = [
    failing(at(1), 'name-match'),
    failing(at(2), 'expiry-margin', 'warning'),
    failing(at(3), 'key-strength', 'critical'),
    failing(at(4), 'chain-order'),
    at(5),
  ];
  const after = [
    at(1),
    failing(at(2), 'expiry-margin', 'critical'),
    failing(at(3), 'key-strength', 'warning'),
    silent('10.0.0.4'),
    failing(at(5), 'validity-period'),
  ];
  const { database } = historyFor(context);
  const [first, second] = [record(database, 1, before), record(database, 2, after)];
  const ofRuns = compareRuns(database, first, second).causes;
  assert.deepEqual(keys(ofRuns.new), ['validity-period/broken']);
  assert.deepEqual(keys(ofRuns.fixed), ['name-match/broken']);
  assert.deepEqual(keys(ofRuns.worse), ['expiry-margin/broken']);
  assert.deepEqual(keys(ofRuns.better), ['key-strength/broken']);
  const ofReports = compareReports(before, after).causes;
  assert.deepEqual(keys(ofReports.new), ['validity-period/broken']);
  assert.deepEqual(keys(ofReports.fixed), ['name-match/broken']);
  assert.deepEqual(keys(ofReports.unknown), ['chain-order/broken']);
});

test('a renewal says on which members the new leaf is, and on which not yet', (context) => {
  const { database } = historyFor(context);
  const members = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const renewed = (address: string): EndpointReport =>
    endpoint({ address, chain: [leaf('b', { notAfter: '2028-01-01T00:00:00.000Z' })] });
  const first = record(
    database,
    1,
    members.map((address) => serving(address, 'a')),
  );
  const second = record(database, 2, [renewed('10.0.0.1'), renewed('10.0.0.2'), serving('10.0.0.3', 'a')]);
  const [replacement, ...others] = compareRuns(database, first, second).certificates;
  assert.deepEqual(others, []);
  assert.equal(replacement?.kind, 'renewal');
  assert.deepEqual(replacement.endpoints.length, 2);
  assert.match(replacement.pending.join(), /@10\.0\.0\.3:443$/);
  assert.deepEqual(
    replacement.changes.map(({ text }) => text),
    ['a new key', 'expires 2028-01-01 instead of 2027-01-01'],
  );
});

for (const [what, changed] of [
  ['issuer', { issuer: 'CN=Other CA' }],
  ['names', { dnsNames: ['im.contoso.com', 'as.contoso.com'] }],
  ['purposes', { extendedKeyUsage: null }],
  ['subject', { subject: 'CN=other' }],
  ['expiry', { notAfter: '2026-12-01T00:00:00.000Z' }],
] as const) {
  test(`a certificate with another ${what} is no renewal`, () => {
    const now = endpoint({ chain: [leaf('b', changed as Parameters<typeof leaf>[1])] });
    const [replacement] = compareReports([endpoint({ chain: [leaf('a')] })], [now]).certificates;
    assert.equal(replacement?.kind, 'change');
    assert.ok(replacement.changes.some((change) => change.what === what && change.isMaterial));
  });
}

test('endpoints: new, vanished, silent and answering again', (context) => {
  const { database } = historyFor(context);
  const first = record(database, 1, [serving('10.0.0.1', 'a'), serving('10.0.0.2', 'a'), silent('10.0.0.3')]);
  const second = record(database, 2, [serving('10.0.0.4', 'a'), silent('10.0.0.2'), serving('10.0.0.3', 'a')]);
  const { endpoints } = compareRuns(database, first, second);
  const addresses = (ids: readonly string[]) => ids.map((id) => id.replace(/^.*@(.*):443$/, '$1'));
  assert.deepEqual([endpoints.new, endpoints.vanished, endpoints.silent, endpoints.answering].map(addresses), [
    ['10.0.0.4'],
    ['10.0.0.1'],
    ['10.0.0.2'],
    ['10.0.0.3'],
  ]);
});

test('an endpoint that was seen from another site than before is another fact, and no silent renewal', (context) => {
  const { database } = historyFor(context);
  const at = (name: string, seenFrom?: string) => {
    const vantage = seenFrom === undefined ? {} : { seenFrom };
    const report = serving('10.0.0.1', name, vantage);
    return { report, observation: observationWith([Buffer.from(name)], { withoutServerName: null, ...vantage }) };
  };
  const runs = [at('a'), at('a', 'inside'), at('b', 'outside'), at('b', 'outside')].map((each, index) =>
    record(database, index + 1, [each]),
  );
  const compare = (before: number) => compareRuns(database, runs[before] ?? 0, runs[before + 1] ?? 0);
  assert.equal(count(database, 'observation'), 3);
  const { id } = serving('10.0.0.1', 'a');
  assert.deepEqual(compare(0).endpoints.moved, [{ id, before: null, after: 'inside' }]);
  assert.deepEqual(compare(0).certificates, []);
  assert.deepEqual(compare(1).endpoints.moved, [{ id, before: 'inside', after: 'outside' }]);
  assert.equal(compare(1).certificates[0]?.isSeenElsewhere, true);
  assert.deepEqual([compare(2).endpoints.moved, compare(2).certificates], [[], []]);
  const [old, now] = [at('a', 'inside').report, at('b', 'outside').report];
  const ofReports = compareReports([old], [now]);
  assert.deepEqual(ofReports.endpoints.moved, [{ id, before: 'inside', after: 'outside' }]);
  const named = { name: 'x', startedAt: '2027-01-01T00:00:00.000Z' };
  const text = renderComparison(ofReports, { before: named, after: named }, { width: 200, colour: false });
  assert.match(text, /seen from another site: 1\n.*\(from outside, before from inside\)/);
  assert.match(text, /note +seen from another site than before, which may be all that changed/);
});
