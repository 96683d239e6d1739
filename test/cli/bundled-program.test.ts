import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { formats } from '../../src/cli/options/output-options.ts';
import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import type { Transcript } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

const run = promisify(execFile);

/** Beside the real one, because other tests run that, and because packages are found from there. */
const bundle = `dist/program-${process.pid}`;
let place: Place;

before(async () => {
  await run(process.execPath, [repositoryPath('build/bundle-program.js'), bundle]);
  place = await openPlace();
  const scan = ['scan', 'targets.json', '--save-observations', 'run', '--output', 'report.json', '--format', 'json'];
  const { exitCode, stderr } = await runProgram('dist/src/cli/main.js', scan);
  assert.equal(exitCode, 0, stderr);
});

after(async () => {
  await place.close();
  rmSync(repositoryPath(bundle), { recursive: true, force: true });
});

/** Runs a program that exports `main`, as bin does; `openFiles` is the limit on them. */
function runProgram(program: string, args: readonly string[], openFiles?: number): Promise<Transcript> {
  const file = place.write('run.mjs', 'process.exit(await (await import(process.env.PROGRAM)).main());');
  const env = { PATH: process.env['PATH'], NO_COLOR: '1', PROGRAM: repositoryPath(program) };
  return new Promise((resolve) => {
    const options = { cwd: place.folder, env, maxBuffer: 16 * 1_024 * 1_024 };
    const limit = openFiles === undefined ? [] : ['sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh'];
    const [command = '', ...rest] = [...limit, process.execPath, file, ...askingNobody(args)];
    const child = execFile(command, rest, options, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

/** When it was judged differs from run to run, and so do the hashes of a page that holds it. */
function withoutTime(text: string): string {
  return text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME').replace(/sha256-[\w+/]+=*/g, 'HASH');
}

const commandLines = [
  ...formats.map((format) => ['evaluate', 'run', '--format', format]),
  ['render', 'report.json', '--format', 'table'],
  ['expand', 'targets.json', '--format', 'json'],
  ['roles'],
  ['checks', 'key-usage'],
  ['schema', 'report'],
  ['scan', '--help'],
  ['scan', 'targets.json', '--role', 'nobody'],
  ['completion'],
];

for (const args of commandLines) {
  test(`certmuster ${args.join(' ')}: the bundled program says what the compiled modules say`, async () => {
    const compiled = await runProgram('dist/src/cli/main.js', args);
    assert.ok(compiled.stdout + compiled.stderr !== '');
    const bundled = await runProgram(`${bundle}/main.js`, args);
    assert.deepEqual(
      { ...bundled, stdout: withoutTime(bundled.stdout) },
      { ...compiled, stdout: withoutTime(compiled.stdout) },
    );
  });
}

test('certmuster demo: the bundled program finds exactly the planted faults', async () => {
  const { exitCode, stderr } = await runProgram(`${bundle}/main.js`, ['demo', '--quiet']);
  assert.equal(exitCode, 0, stderr);
});

for (const openFiles of [80, 30]) {
  test(`certmuster scan under ulimit -n ${openFiles}: all modules are loaded, schemas included, and every endpoint is audited`, async () => {
    const hosts = Array.from({ length: 100 }, (_, index) => ({ host: `host-${index}.contoso.com`, port: place.port }));
    const lines = hosts.map((each) => JSON.stringify({ ...each, address: '127.0.0.1' }));
    // The schema library is many files where it is not bundled.
    place.write('sound.ndjson', lines.join('\n'));
    place.write('wrong.ndjson', [...lines, '{"host":"www.contoso.com","prot":1}'].join('\n'));
    const options = ['--format', 'ndjson', '--trust', 'root.pem', '--fail-on', 'never'];
    const wrong = await runProgram(`${bundle}/main.js`, ['scan', 'wrong.ndjson', ...options], openFiles);
    assert.equal(wrong.exitCode, 2, wrong.stderr);
    assert.match(wrong.stderr, /line 101, prot: unknown key/);
    const sound = await runProgram(`${bundle}/main.js`, ['scan', 'sound.ndjson', ...options], openFiles);
    assert.equal(sound.exitCode, 0, sound.stderr);
    const { summary } = JSON.parse(sound.stdout.trimEnd().split('\n').at(-1) ?? '');
    assert.deepEqual([summary.endpoints, summary.unreachable], [100, 0]);
  });
}

test('the bundle holds the license of every package that is in it', () => {
  const files = readdirSync(repositoryPath(bundle)).filter((file) => file.endsWith('.js'));
  const texts = files.map((file) => readFileSync(repositoryPath(bundle, file), 'utf8'));
  // The bundler says above each module which it is.
  const modules = texts.flatMap((text) => [...text.matchAll(/^\/\/ \S*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//gm)]);
  const packages = modules.map(([, name = '']) => name);
  for (const name of ['zod', 'tldts', 'yargs']) assert.ok(packages.includes(name), name);
  const licenses = readFileSync(repositoryPath(bundle, 'licenses.txt'), 'utf8');
  for (const name of new Set(packages)) assert.match(licenses, new RegExp(`^${name} \\d`, 'm'));
});
