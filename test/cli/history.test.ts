import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
  place.write('targets.json', JSON.stringify(targetsFile(place.url, place.port)));
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  const demand = { policyOverrides: { thresholds: { minimumRsaBits: 4_096 } } };
  place.write('demanding.json', JSON.stringify({ trustStores, deployments: [{ ...deployments[0], ...demand }] }));
});
after(() => place.close());

const scan = (file: string, ...args: readonly string[]) =>
  place.run(['scan', file, '--history', 'audit.db', '--series', 'contoso', '--format', 'json', ...args]);

async function json<T>(...args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await place.run([...args, '--history', 'audit.db', '--json']);
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as T;
}

test('a scan is recorded; --fail-on new exits 1 for what is new, and for nothing that is known', async () => {
  const sound = await scan('targets.json', '--fail-on', 'new');
  assert.equal(sound.exitCode, 0, sound.stderr);
  const worse = await scan('demanding.json', '--fail-on', 'new');
  assert.equal(worse.exitCode, 1);
  assert.match(worse.stderr, /Since the last run: \d+ new\./);
  const same = await scan('demanding.json', '--fail-on', 'new');
  assert.equal(same.exitCode, 0, same.stderr);
  assert.match(same.stderr, /Since the last run: no cause changed\./);
  const back = await scan('targets.json');
  assert.match(back.stderr, /Since the last run: \d+ fixed\./);
  const runs = await json<{ run: number; series: string; summary: unknown }[]>('history', 'runs');
  assert.deepEqual(
    runs.map(({ run, series }) => [run, series]),
    [4, 3, 2, 1].map((run) => [run, 'contoso']),
  );
});

test('diff: what is new between two runs, by number and between their reports', async () => {
  const byNumber = await place.run(['diff', '1', '2', '--history', 'audit.db', '--json']);
  assert.equal(byNumber.exitCode, 1, byNumber.stderr);
  const { causes } = JSON.parse(byNumber.stdout) as { causes: { new: { key: string }[]; fixed: unknown[] } };
  assert.ok(causes.new.length > 0);
  assert.deepEqual(causes.fixed, []);
  await place.run(['scan', 'targets.json', '--output', 'json=old.json', '--quiet']);
  await place.run(['scan', 'demanding.json', '--output', 'json=new.json', '--quiet']);
  const ofReports = await place.run(['diff', 'old.json', 'new.json', '--json']);
  assert.equal(ofReports.exitCode, 1, ofReports.stderr);
  const keys = (all: { key: string }[]) => all.map(({ key }) => key).sort();
  assert.deepEqual(keys((JSON.parse(ofReports.stdout) as { causes: typeof causes }).causes.new), keys(causes.new));
  const backwards = await place.run(['diff', 'new.json', 'old.json']);
  assert.equal(backwards.exitCode, 0, backwards.stderr);
  assert.match(backwards.stdout, /fixed: /);
});

test('causes, certificates and endpoints can be asked for', async () => {
  assert.deepEqual(await json('history', 'causes'), []);
  const gone = await json<{ goneAt: string | null }[]>('history', 'causes', '--all');
  assert.ok(gone.length > 0 && gone.every(({ goneAt }) => goneAt !== null));
  const [certificate] = await json<{ endpoints: string[] }[]>('history', 'certificates');
  assert.equal(certificate?.endpoints.length, 3);
  const endpoints = await json<{ id: string; states: unknown[] }[]>('history', new URL(place.url).hostname);
  assert.ok(endpoints.length > 0);
  const table = await place.run(['history', 'runs', '--history', 'audit.db']);
  assert.match(table.stdout, /^Run +Started +Series +Endpoints +Causes/);
});

test('a run is exported as it was, and judged again as it was judged', async () => {
  const exported = await place.run(['history', 'export', '2', 'run-2', '--history', 'audit.db']);
  assert.equal(exported.exitCode, 0, exported.stderr);
  const judged = await place.run(['evaluate', 'run-2', '--format', 'json']);
  const report = JSON.parse(judged.stdout) as ScanReport;
  const { report: known } = await reportOfRun(2);
  assert.deepEqual(
    report.causes.map(({ key, severity }) => [key, severity]),
    known.causes.map(({ key, severity }) => [key, severity]),
  );
  const imported = await place.run([
    'history',
    'import',
    'run-2',
    'new.json',
    '--history',
    'copy.db',
    '--series',
    'contoso',
  ]);
  assert.equal(imported.exitCode, 0, imported.stderr);
  const older = await place.run(['history', 'import', 'run-2', '--history', 'copy.db', '--series', 'contoso']);
  assert.equal(older.exitCode, 2);
  assert.match(older.stderr, /has a later run of contoso/);
});

/** What `evaluate` says of the observations of a run that was saved in the usual way. */
async function reportOfRun(_run: number): Promise<{ readonly report: ScanReport }> {
  await place.run(['scan', 'demanding.json', '--save-observations', 'saved', '--quiet', '--output', 'json=saved.json']);
  return { report: JSON.parse(readFileSync(join(place.folder, 'saved.json'), 'utf8')) as ScanReport };
}

/** Without the write-ahead log, which outlives a reader until the file is opened next. */
const files = () => readdirSync(place.folder).filter((name) => !/-(?:wal|shm)$/.test(name));

for (const [args, message] of [
  [['history', 'runs'], /--history: is missing/],
  [['history', 'runs', '--history', 'none.db'], /none\.db: [\s\S]*cannot be opened/],
  [['history', 'cuases', '--history', 'audit.db'], /did you mean causes\?/],
  [
    ['history', 'runs', '--all', '--history', 'audit.db'],
    /--all goes with history causes, history certificates and history notifications only/,
  ],
  [['history', 'export', '99', 'x', '--history', 'audit.db'], /99 is not the number of a run/],
  [['history', 'vacuum', '--keep', 'ever', '--history', 'audit.db'], /"ever" is not a span/],
  [['history', 'nobody.example', '--history', 'audit.db'], /no run has seen nobody\.example/],
  [['diff', 'old.json'], /needs two reports/],
  [['diff', '1', '77', '--history', 'audit.db'], /77 is not a finished run/],
  [['scan', 'targets.json', '--fail-on', 'new'], /--fail-on: needs a history/],
  [['scan', 'targets.json', '--series', 'x'], /--series: needs a history/],
  [
    ['scan', 'targets.json', '--history', 'a.db', '--resume', 'r.ndjson'],
    /--history: cannot be combined with --resume/,
  ],
  [['scan', 'targets.json', '--history', 'targets.json'], /targets\.json is not a history of certmuster/],
] as const) {
  test(`wrong: ${args.join(' ')}`, async () => {
    const before = files();
    const { exitCode, stderr } = await place.run([...args]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
    assert.deepEqual(files(), before);
  });
}
