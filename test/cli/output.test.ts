import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { scanReportSchema } from '../../src/model/scan-report.ts';
import { tool } from '../../src/model/tool.ts';
import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const at = (name: string): string => join(place.folder, name);
const runFiles = ['digests.ndjson', 'manifest.json', 'observations.ndjson', 'run.json'];
const read = (name: string): string => readFileSync(at(name), 'utf8');

test('scan --output FILE: the format goes there and nothing to stdout', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'targets.json', '--format', 'json', '--output', 'a.json']);
  assert.equal(exitCode, 0);
  assert.equal(stdout, '');
  assert.ok(scanReportSchema.safeParse(JSON.parse(read('a.json'))).success);
});

test('scan --output FORMAT=FILE: adds files to what goes to stdout', async () => {
  const { stdout } = await place.run([
    ...['scan', 'targets.json', '--output', 'json=b.json', '--output', 'ndjson=b.ndjson', '--output', 'table=b.txt'],
  ]);
  assert.match(stdout, /^Endpoints: +3: 3 passed$/m);
  assert.equal(JSON.parse(read('b.json')).summary.endpoints, 3);
  assert.equal(read('b.ndjson').trimEnd().split('\n').length, 4);
  assert.match(read('b.txt'), /^Endpoints: +3: 3 passed$/m);
});

test('scan -o FILE: the extension says the format, and --format what an unknown one holds', async () => {
  const begins: readonly (readonly [string, RegExp])[] = [
    ['c.json', /^\{\n/],
    ['c.ndjson', /^\{"id":/],
    ['c.html', /^<!doctype html>/i],
    ['c.csv', /^id,|^"?\w+"?,/],
    ['c.md', /^# /],
    ['c.xml', /^<\?xml/],
    ['c.prom', /^# HELP /],
    ['c.out', /^<\?xml/],
  ];
  for (const [file, beginning] of begins) {
    const { exitCode, stdout } = await place.run(['scan', 'targets.json', '--format', 'junit', '-o', file]);
    assert.equal(exitCode, 0, file);
    assert.equal(stdout, '', file);
    assert.match(read(file), beginning, file);
  }
});

test('scan --json: the same as --format json, and no other format beside it', async () => {
  const { stdout } = await place.run(['scan', 'targets.json', '--json']);
  assert.ok(scanReportSchema.safeParse(JSON.parse(stdout)).success);
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--json', '--format', 'csv']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--json: conflicts with --format csv; use one of them/);
});

test('scan --quiet: stderr is empty, the report still goes to stdout', async () => {
  const { stdout, stderr } = await place.run(['scan', 'targets.json', '--quiet']);
  assert.match(stdout, /^Endpoints: +3: 3 passed$/m);
  assert.equal(stderr, '');
});

test('scan --quiet --output FORMAT=FILE: both stay empty if all is well, and the table comes if not', async () => {
  const args = ['targets.json', '--quiet', '--output', 'json=quiet.json'];
  const well = await place.run(['scan', ...args, '--save-observations', 'run-quiet']);
  assert.deepEqual([well.exitCode, well.stdout, well.stderr], [0, '', '']);
  const later = `${new Date().getFullYear() + 2}-06-01`;
  const unsound = await place.run(['evaluate', 'run-quiet', '--at', later, ...args.slice(1)]);
  assert.equal(unsound.exitCode, 1);
  assert.match(unsound.stdout, /^✗ critical +#1 /);
  const named = await place.run(['evaluate', 'run-quiet', '--format', 'csv', ...args.slice(1)]);
  assert.equal(named.exitCode, 0);
  assert.notEqual(named.stdout, '');
});

test('scan --output: what is written beside is gone afterwards, a symbolic link stays one', async () => {
  place.write('real.json', 'old');
  symlinkSync('real.json', at('link.json'));
  assert.equal((await place.run(['scan', 'targets.json', '--output', 'json=link.json'])).exitCode, 0);
  assert.ok(lstatSync(at('link.json')).isSymbolicLink());
  assert.equal(JSON.parse(read('real.json')).complete, true);
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.includes('partial')),
    [],
  );
});

test('scan --output json=/dev/null: what is no regular file is written directly', async () => {
  assert.equal((await place.run(['scan', 'targets.json', '--output', 'json=/dev/null'])).exitCode, 0);
  assert.ok(lstatSync('/dev/null').isCharacterDevice());
});

test('scan --output into a folder that is not there, or that is a folder: exit 4, nothing dialed', async () => {
  const before = place.connections();
  for (const [output, words] of [
    ['json=nowhere/a.json', /nowhere\/a\.json is in a folder that does not exist/],
    ['json=.', /\. is a folder/],
    ['ndjson=.', /\. is a folder/],
  ] as const) {
    const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--output', output]);
    assert.equal(exitCode, 4);
    assert.match(stderr, words);
  }
  assert.equal(place.connections(), before);
});

test('scan --output json=/dev/full: output that cannot be written is exit 4, the other output is whole', async () => {
  const args = ['scan', 'targets.json', '--output', 'json=/dev/full', '--output', 'csv=behind.csv'];
  const { exitCode, stdout, stderr } = await place.run(args);
  assert.equal(exitCode, 4);
  assert.match(stderr, /\/dev\/full could not be written: it cannot be written: the disk is full/);
  assert.match(stdout, /^Check results: /m);
  // It is written after the one that failed.
  assert.match(readFileSync(join(place.folder, 'behind.csv'), 'utf8'), /,"validity-period",/);
});

for (const command of [
  ['scan', 'targets.json', '--quiet'],
  ['scan', 'targets.json', '--quiet', '--format', 'ndjson'],
  ['expand', 'targets.json'],
  ['--help'],
]) {
  test(`${command.join(' ')} > /dev/full: exit 4, and it is called no bug`, async () => {
    const program = repositoryPath('bin/certmuster.js');
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, ...askingNobody(command)], {
      cwd: place.folder,
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [status] = await once(child, 'close');
    closeSync(full);
    assert.equal(status, 4);
    assert.equal(stderr, 'certmuster: standard output could not be written: it cannot be written: the disk is full.\n');
  });
}

test('scan --output ndjson=FILE: a finished file is replaced', async () => {
  const args = ['scan', 'targets.json', '--output', 'ndjson=again.ndjson', '--quiet'];
  await place.run(args);
  assert.equal((await place.run(args)).exitCode, 0);
  assert.equal(read('again.ndjson').trimEnd().split('\n').length, 4);
});

test('scan --output ndjson=FILE: an unfinished one is kept, exit 2, nothing dialed', async () => {
  const before = place.connections();
  for (const content of ['{"id":"x"}\n', '{"schemaVersion":"1.0","summ', 'my diary']) {
    place.write('torn.ndjson', content);
    const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--output', 'ndjson=torn.ndjson']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /torn\.ndjson has no summary line, so its audit is unfinished/);
    assert.equal(read('torn.ndjson'), content);
  }
  assert.equal(place.connections(), before);
});

test('scan targets.json --output targets.json: what is read is not overwritten', async () => {
  const before = read('targets.json');
  const { exitCode, stderr } = await place.run([
    'scan',
    'targets.json',
    '--format',
    'json',
    '--output',
    './targets.json',
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /\.\/targets\.json is an input of this scan/);
  assert.equal(read('targets.json'), before);
});

test('scan --output A --output B: only one file can replace stdout', async () => {
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--output', 'x', '--output', 'y']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /only one FILE can replace standard output/);
  assert.equal(existsSync(at('x')), false);
});

test('a reader that closes stdout ends the scan quietly: what was not dialed was not audited, exit 3', async () => {
  // Nothing listens on port 1, and there are more lines than any pipe holds.
  place.write('many.txt', `${'127.0.0.1:1\n'.repeat(3_000)}`);
  const running = startCertmuster(['scan', 'many.txt', '--format', 'ndjson', '--quiet', '--concurrency', '4'], {
    cwd: place.folder,
  });
  running.child.stdout.once('data', () => running.child.stdout.destroy());
  const { exitCode, stderr } = await running.done;
  assert.equal(exitCode, 3);
  assert.equal(stderr, '');
});

test('a reader that closes stdout does not take a file along', async () => {
  place.write('few.txt', '127.0.0.1:1\n'.repeat(400));
  const running = startCertmuster(
    ['scan', 'few.txt', '--format', 'ndjson', '--quiet', '--output', 'ndjson=kept.ndjson'],
    { cwd: place.folder },
  );
  running.child.stdout.once('data', () => running.child.stdout.destroy());
  assert.equal((await running.done).exitCode, 3);
  assert.equal(read('kept.ndjson').trimEnd().split('\n').length, 401);
});

test('scan --save-observations: the folder judged again gives the same report', async () => {
  const first = await place.run(['scan', 'targets.json', '--format', 'json', '--save-observations', 'run-1']);
  assert.deepEqual(readdirSync(at('run-1')).sort(), runFiles);
  const connections = place.connections();
  const again = await place.run(['evaluate', 'run-1', '--format', 'json']);
  assert.equal(again.exitCode, first.exitCode, again.stderr);
  assert.equal(place.connections(), connections);
  const { evaluatedAt, evaluation, ...report } = JSON.parse(again.stdout);
  const judgedAgain = `Observations of ${report.startedAt.slice(0, 10)}, judged again at ${evaluatedAt} by certmuster ${tool.version}.`;
  assert.equal(report.notices.at(-1), judgedAgain);
  assert.deepEqual({ ...report, notices: report.notices.slice(0, -1) }, JSON.parse(first.stdout));
  assert.ok(evaluatedAt >= report.finishedAt);
  assert.deepEqual(evaluation.options, { format: 'json' });
});

test('evaluate --at: the same observations, judged two years later, exit 1', async () => {
  await place.run(['scan', 'targets.json', '--save-observations', 'run-2', '--quiet']);
  const later = `${new Date().getFullYear() + 2}-06-01`;
  const { exitCode, stdout } = await place.run(['evaluate', 'run-2', '--at', later]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /^✗ critical +#1 /);
});

test('scan --save-observations into a folder that is not empty: exit 2, nothing dialed', async () => {
  mkdirSync(at('full'));
  place.write('full/x', '');
  const before = place.connections();
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--save-observations', 'full']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /full is not empty; name a new or empty folder/);
  assert.equal(place.connections(), before);
});

test('evaluate: a folder with wrong files is refused with every problem', async () => {
  await place.run(['scan', 'targets.json', '--save-observations', 'run-3', '--quiet']);
  const [line = ''] = read('run-3/observations.ndjson').split('\n');
  place.write('run-3/observations.ndjson', `${line}\n{"schemaVersion":"1.0"}\nnot json\n`);
  place.write('run-3/run.json', JSON.stringify({ ...JSON.parse(read('run-3/run.json')), startedAt: 'yesterday' }));
  const { exitCode, stdout, stderr } = await place.run(['evaluate', 'run-3']);
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /^certmuster: run-3\/run\.json: 2 problems:\n {2}does not match its digest in the manifest.*\n {2}startedAt: /m,
  );
  assert.match(stderr, /^ {2}line 2, endpoint: is missing$/m);
  assert.match(stderr, /^ {2}line 3: is not JSON/m);
});

test('evaluate nowhere: says what a saved run has', async () => {
  const { exitCode, stderr } = await place.run(['evaluate', 'nowhere']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /nowhere\/run\.json: 1 problem:\n {2}does not exist; a run that did not finish has none/);
});

test('scan --save-observations a/b/c: folders are made, and where none can be made it says so instead of trying for ever', async () => {
  const made = await place.run(['scan', 'targets.json', '--quiet', '--save-observations', 'a/b/c']);
  assert.equal(made.exitCode, 0, made.stderr);
  assert.deepEqual(readdirSync(at('a/b/c')).sort(), runFiles);
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--save-observations', '/proc/certmuster/run']);
  assert.equal(exitCode, 4);
  assert.match(stderr, /Nothing was dialed/);
});
