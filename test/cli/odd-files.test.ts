import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { certmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const verify = (trust: string): Promise<Awaited<ReturnType<typeof certmuster>>> =>
  place.run([
    'verify',
    'chain.pem',
    '--role',
    'virtual-server',
    '--host',
    'im.contoso.com',
    '--trust',
    trust,
    '--fail-on',
    'never',
  ]);

test('a trust file that is a pipe without a writer is refused after a while: nothing hangs', async () => {
  execFileSync('mkfifo', [join(place.folder, 'silent.pem')]);
  const { exitCode, stderr } = await verify('silent.pem');
  assert.equal(exitCode, 2);
  assert.match(stderr, /silent\.pem is a pipe that sent no data for 5 s/);
});

test('a trust file that is a pipe with a writer is read, as a shell writes <(command)', async () => {
  execFileSync('mkfifo', [join(place.folder, 'spoken.pem')]);
  const writer = spawn('cp', ['root.pem', 'spoken.pem'], { cwd: place.folder, stdio: 'ignore' });
  const { exitCode, stderr } = await verify('spoken.pem');
  writer.kill();
  assert.equal(exitCode, 0, stderr);
});

test('a trust file of 2 GB is refused by its length, unread', async () => {
  writeFileSync(join(place.folder, 'large.pem'), '');
  truncateSync(join(place.folder, 'large.pem'), 2 * 1_024 ** 3);
  const { exitCode, stderr } = await verify('large.pem');
  assert.equal(exitCode, 2);
  assert.match(stderr, /large\.pem is 2147483648 bytes long; the limit is 16777216/);
});

test('a device without an end is no trust file, no chain and no list', async () => {
  const refused = await verify('/dev/zero');
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /\/dev\/zero is neither a file nor a pipe/);
  const chain = await place.run(['verify', '/dev/zero', '--role', 'virtual-server', '--host', 'im.contoso.com']);
  assert.equal(chain.exitCode, 2);
  symlinkSync('/dev/zero', join(place.folder, 'zero.txt'));
  const list = await place.run(['scan', 'zero.txt']);
  assert.equal(list.exitCode, 2);
  assert.match(list.stderr, /it is not a file/);
});

test('a targets file and a list that are pipes or huge are refused, and nothing is dialed', async () => {
  execFileSync('mkfifo', [join(place.folder, 'pipe.json'), join(place.folder, 'pipe.txt')]);
  writeFileSync(join(place.folder, 'large.json'), '{');
  truncateSync(join(place.folder, 'large.json'), 2 * 1_024 ** 3);
  for (const [file, said] of [
    ['pipe.json', /sent no data for 5 s/],
    ['pipe.txt', /it is not a file/],
    ['large.json', /is 2147483648 bytes long/],
  ] as const) {
    const { exitCode, stderr } = await place.run(['scan', file]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, said);
  }
  assert.equal(place.connections(), 0);
});

test('a trust folder may hold pipes and folders beside its certificates', async () => {
  const folder = join(place.folder, 'roots');
  mkdirSync(join(folder, 'nested.pem'), { recursive: true });
  execFileSync('mkfifo', [join(folder, 'pipe.pem')]);
  symlinkSync('../root.pem', join(folder, 'root.pem'));
  const { exitCode, stderr } = await verify('roots');
  assert.equal(exitCode, 0, stderr);
});

test('a line without an end on standard input is a bad line, and the next one is audited', async () => {
  const { exitCode, stdout, stderr } = await place.run(
    ['scan', '-', '--format', 'ndjson', '--quiet', '--trust', 'root.pem', '--fail-on', 'never'],
    { stdin: `${'x'.repeat(3_000_000)}\n127.0.0.1:${place.port}\n` },
  );
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /line 1/);
  assert.ok(stderr.length < 2_000, `${stderr.length} characters`);
  assert.equal(JSON.parse(stdout.split('\n')[0] ?? '').port, place.port);
});
