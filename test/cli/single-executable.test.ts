import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import { makeMlDsaCertificate } from '../tls/ml-dsa-certificate.ts';
import { node24Path, startNode24 } from '../tls/node-24.ts';
import type { Transcript } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

const run = promisify(execFile);
const script = repositoryPath('build/build-binary.js');

let place: Place;
/** Of the build, with what it wrote. */
let built: string;
/** With nothing in it but a copy of the executable. */
let folder: string;

before(async () => {
  place = await openPlace();
  built = mkdtempSync(join(tmpdir(), 'certmuster-built-'));
  folder = mkdtempSync(join(tmpdir(), 'certmuster-alone-'));
  await run(process.execPath, [script, '--to', built], { timeout: 180_000 });
  copyFileSync(join(built, 'certmuster'), join(folder, 'certmuster'));
  // Another user shall be able to run it.
  for (const path of [folder, place.folder]) chmodSync(path, 0o755);
});

after(async () => {
  await place.close();
  for (const each of [built, folder]) rmSync(each, { recursive: true, force: true });
});

interface Start {
  readonly executable?: string;
  readonly cwd?: string;
  readonly uid?: number;
}

/** Runs it with an empty environment, PATH included. */
function alone(args: readonly string[], { executable = join(folder, 'certmuster'), ...start }: Start = {}) {
  return new Promise<Transcript>((resolve) => {
    const options = { cwd: place.folder, env: {}, timeout: 120_000, maxBuffer: 16 * 1_024 * 1_024, ...start };
    const child = execFile(executable, askingNobody(args), options, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

test('the build writes the executable and the licenses of all that is in it, and leaves nothing else', () => {
  assert.deepEqual(readdirSync(built).sort(), ['certmuster', 'licenses.txt']);
  const licenses = readFileSync(join(built, 'licenses.txt'), 'utf8');
  assert.match(licenses, /^certmuster\n\nMIT License/);
  assert.match(licenses, new RegExp(`^Node.js ${process.version}\n\nNode.js is licensed`, 'm'));
  for (const name of ['undici', '@noble/post-quantum', 'yaml', 'zod']) {
    assert.match(licenses, new RegExp(`^${name} \\d`, 'm'));
  }
});

test('version and help, from a folder with nothing else in it', async () => {
  const version = await alone(['--version'], { cwd: folder });
  assert.deepEqual(version, { exitCode: 0, stdout: '0.1.0\n', stderr: '' });
  const help = await alone(['--help'], { cwd: folder });
  assert.equal(help.exitCode, 0, help.stderr);
  assert.match(help.stdout, /^certmuster COMMAND, or certmuster TARGET/);
});

test('the demo finds exactly the planted faults, started through a link, in a folder that it may not write to', async () => {
  const link = join(place.folder, 'cm');
  symlinkSync(join(folder, 'certmuster'), link);
  const closed = join(place.folder, 'closed');
  mkdirSync(closed, { mode: 0o555 });
  // Root may write everywhere, so it becomes nobody.
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const { exitCode, stdout, stderr } = await alone(['demo'], { executable: link, cwd: closed, ...user });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /All planted faults were found/);
  assert.deepEqual(readdirSync(closed), []);
});

test('what it says is what the installed program says', async () => {
  for (const args of [
    ['policy', 'list'],
    ['policy', 'explain', 'server'],
    ['policy', 'test', 'rdp'],
    ['schema', 'report'],
    ['checks'],
    ['roles'],
    ['completion'],
    ['scan', '--help'],
    ['verify', 'chain.pem', '--host', 'im.contoso.com', '--trust', 'root.pem', '--at', '2026-12-01'],
    ['scan', 'nowhere.json'],
  ]) {
    const single = await alone(args);
    assert.ok(single.stdout + single.stderr !== '');
    const installed = await place.run(args);
    assert.deepEqual(withoutFolders(single), withoutFolders(installed), args.join(' '));
  }
});

/** The executable has the texts of policies inside, so it shows no folder of theirs. */
function withoutFolders({ stdout, ...rest }: Transcript) {
  return { ...rest, stdout: stdout.replaceAll(/\S*dist\/policies\//g, '') };
}

test('a server is scanned by a targets file and a policy in YAML, and every format of a report is written', async () => {
  const documents = 'docs/examples/redis.yaml';
  copyFileSync(repositoryPath(documents), join(place.folder, 'redis.yaml'));
  const outputs = ['html=a.html', 'csv=a.csv', 'junit=a.xml', 'json=a.json'].flatMap((each) => ['-o', each]);
  const scan = await alone(['scan', 'targets.json', ...outputs]);
  assert.equal(scan.exitCode, 0, scan.stderr);
  assert.match(place.read('a.html'), /^<!doctype html>/i);
  assert.match(place.read('a.csv'), /im\.contoso\.com/);
  assert.match(place.read('a.xml'), /<testsuites/);
  const { summary } = JSON.parse(place.read('a.json'));
  assert.deepEqual([summary.endpoints, summary.unreachable], [3, 0]);
  const target = `127.0.0.1:${place.port}`;
  const own = await alone(['scan', target, '--policy', 'redis.yaml', '--trust', 'root.pem', '--format', 'json']);
  assert.equal(own.exitCode, 1, own.stderr);
  assert.equal(JSON.parse(own.stdout).endpoints[0].policy, 'redis');
});

test('what is loaded late is in it: ML-KEM, ML-DSA and the client that fetches', async () => {
  const { certificate, key } = makeMlDsaCertificate('ML-DSA-44');
  const server = await startNode24({ cert: certificate, key, ecdhCurve: 'X25519MLKEM768' });
  const scan = ['scan', `www.contoso.test:${server.port}`, '--address', '127.0.0.1', '--format', 'json'];
  const { stdout, stderr } = await alone([...scan, '--fetch', 'issuers,crl,ocsp']);
  await server.stop();
  const [endpoint] = JSON.parse(stdout || '{}').endpoints ?? [];
  assert.equal(endpoint?.failure, null, stderr);
  assert.equal(endpoint.handshake.keyExchange.group, 'X25519MLKEM768');
});

test('another Node than the running one becomes an executable as well', async () => {
  await run(process.execPath, [script, '--node', node24Path(), '--to', built]);
  const { exitCode, stderr } = await alone(['demo', '--quiet'], { executable: join(built, 'certmuster') });
  assert.equal(exitCode, 0, stderr);
  assert.match(readFileSync(join(built, 'licenses.txt'), 'utf8'), /^Node.js v24\./m);
});

test('what cannot become an executable is refused, with what to do', async () => {
  const file = join(place.folder, 'notes');
  writeFileSync(file, 'no program');
  for (const [node, said] of [
    [file, /notes is no executable/],
    [join(folder, 'certmuster'), /already one.*nodejs\.org/],
    [join(folder, 'nothing'), /nothing.*no such file/],
  ] as const) {
    await assert.rejects(run(process.execPath, [script, '--node', node, '--to', built]), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(stderr, said);
      return true;
    });
  }
});
