import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, before, test } from 'node:test';

import { scanSummarySchema } from '../../src/model/scan-report.ts';
import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
  place.write('list.ndjson', names.map((host) => target(host)).join(''));
});
after(() => place.close());

const names = Array.from({ length: 60 }, (_, index) => `host-${index}.contoso.com`);
const target = (host: string): string => `${JSON.stringify({ host, port: place.port, address: '127.0.0.1' })}\n`;
const scan = (...more: readonly string[]): readonly string[] => ['scan', 'list.ndjson', '--trust', 'root.pem', ...more];
const linesOf = (file: string): readonly string[] => {
  const path = join(place.folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
};
const hostsIn = (file: string): readonly string[] => linesOf(file).flatMap((line) => JSON.parse(line).host ?? []);

test('scan --resume FILE: a run killed with -9 is continued; no endpoint is lost, none audited twice', async () => {
  const killed = startCertmuster(scan('--resume', 'killed.ndjson', '--rate', '30'), { cwd: place.folder });
  while (linesOf('killed.ndjson').length < 10) await setTimeout(10);
  killed.child.kill('SIGKILL');
  assert.doesNotMatch((await killed.done).stderr, /Warning/);
  const known = linesOf('killed.ndjson').length;
  assert.ok(known < names.length, 'it was killed in time');
  appendFileSync(join(place.folder, 'killed.ndjson'), '{"id":"-|-/server/host-');
  const dialed = place.connections();

  const { exitCode, stdout, stderr } = await place.run(scan('--resume', 'killed.ndjson'));
  assert.equal(exitCode, 1, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, new RegExp(`${known} endpoints of the earlier run are kept`));
  assert.equal(place.connections() - dialed, names.length - known);
  assert.deepEqual([...hostsIn('killed.ndjson')].sort(), [...names].sort());
  const summary = scanSummarySchema.parse(JSON.parse(linesOf('killed.ndjson').at(-1) ?? ''));
  assert.equal(summary.summary.endpoints, names.length);
  assert.equal(summary.summary.fail, names.length);
  assert.equal(summary.complete, true);

  const again = await place.run(scan('--resume', 'killed.ndjson', '--quiet'));
  assert.equal(again.exitCode, 1, 'the exit code counts what the earlier runs found');
  assert.equal(place.connections() - dialed, names.length - known, 'nothing is left to dial');
  assert.equal(linesOf('killed.ndjson').length, names.length + 1, 'the old summary line went');
});

test('scan --resume FILE: one of another schema version is told as one and left as it is', async () => {
  assert.equal((await place.run(scan('--resume', 'earlier.ndjson', '--quiet'))).exitCode, 1);
  const { causes: _, ...first } = JSON.parse(linesOf('earlier.ndjson')[0] ?? '');
  place.write('earlier.ndjson', `${JSON.stringify(first)}\n`);
  const { exitCode, stderr } = await place.run(scan('--resume', 'earlier.ndjson'));
  assert.equal(exitCode, 2);
  assert.match(stderr, /earlier\.ndjson, line 1, is of schema 1, and this version of certmuster reads 2\.0\./);
  assert.deepEqual(JSON.parse(linesOf('earlier.ndjson')[0] ?? ''), first);
});

test('scan --resume FILE: endpoints of a deployment are audited again, because their checks need what was seen', async () => {
  const resume = ['scan', 'targets.json', '--resume', 'deployment.ndjson'];
  assert.equal((await place.run(resume)).exitCode, 0);
  const ids = linesOf('deployment.ndjson')
    .slice(0, -1)
    .map((line) => JSON.parse(line).id);
  assert.equal((await place.run(resume)).exitCode, 0);
  assert.deepEqual(
    linesOf('deployment.ndjson')
      .slice(0, -1)
      .map((line) => JSON.parse(line).id)
      .sort(),
    ids.sort(),
  );
  const before = JSON.parse(linesOf('deployment.ndjson').at(-1) ?? '');
  assert.ok(before.deploymentFindings.length > 0);
});

test('scan --resume FILE: so are those of a bare URL, while the rest of the file stands', async () => {
  const names = ['im', 'as.im', 'download.im'].flatMap((name) => ['--resolve', `${name}.contoso.com:127.0.0.1`]);
  const plain = `im.contoso.com:${place.port}`;
  const resume = ['scan', place.url, plain, ...names, '--trust', 'root.pem', '--resume', 'url.ndjson', '--quiet'];
  assert.equal((await place.run(resume)).exitCode, 0);
  const first = JSON.parse(linesOf('url.ndjson').at(-1) ?? '');
  const again = await place.run(resume);
  assert.equal(again.exitCode, 0, again.stderr);
  const second = JSON.parse(linesOf('url.ndjson').at(-1) ?? '');
  assert.equal(second.summary.endpoints, 4);
  assert.ok(second.notices.some((notice: string) => notice.includes('1 endpoint of the earlier run is kept')));
  assert.ok(first.deploymentFindings.length > 0);
  assert.deepEqual(second.deploymentFindings, first.deploymentFindings);
});

test('scan --resume FILE: what is no report of ours, and another output beside it, is exit 2 and leaves the file alone', async () => {
  const dialed = place.connections();
  const foreign = `${linesOf('killed.ndjson')[0]}\nhello\n${linesOf('killed.ndjson')[1]}\n`;
  place.write('foreign.ndjson', foreign);
  const refused = await place.run(scan('--resume', 'foreign.ndjson'));
  assert.equal(refused.exitCode, 2);
  assert.match(refused.stderr, /foreign\.ndjson, line 2, is not an endpoint of a certmuster report/);
  assert.equal(readFileSync(join(place.folder, 'foreign.ndjson'), 'utf8'), foreign);
  for (const [more, words] of [
    [
      ['--output', 'json=a.json'],
      /--output: cannot be used with --resume: it would lack the endpoints already in x\.ndjson/,
    ],
    [['--format', 'table'], /--format: must be ndjson with --resume/],
    [['--save-observations', 'seen'], /--save-observations: cannot be used with --resume/],
  ] as const) {
    const { exitCode, stderr } = await place.run(scan('--resume', 'x.ndjson', ...more));
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
  }
  const overwritten = await place.run(scan('--resume', 'list.ndjson'));
  assert.equal(overwritten.exitCode, 2);
  assert.equal(place.connections(), dialed);
});

test('scan --rate: what is no rate is exit 2', async () => {
  for (const rate of ['0', '0.001', '-1', 'fast', '1e9']) {
    const { exitCode, stderr } = await place.run(scan('--rate', rate));
    assert.equal(exitCode, 2);
    assert.match(stderr, /--rate/);
  }
});

test('two runs on one report: the second is refused, dials nothing, and the first loses nothing', async () => {
  // The first one goes on for as long as its standard input is open.
  const first = startCertmuster(['scan', '-', '--trust', 'root.pem', '--output', 'shared.ndjson'], {
    cwd: place.folder,
    stdin: names.map((host) => target(host)).join(''),
    isStdinOpen: true,
  });
  while (linesOf('shared.ndjson').length < 3) await setTimeout(10);
  for (const args of [
    ['--resume', 'shared.ndjson'],
    ['--output', 'shared.ndjson'],
  ]) {
    const { exitCode, stderr } = await place.run(scan(...args));
    assert.equal(exitCode, 2, stderr);
    assert.match(
      stderr,
      /^certmuster: shared\.ndjson is being written by another run \(process \d+\); wait for its end, or name another file/,
    );
  }
  first.child.stdin.end();
  assert.equal((await first.done).exitCode, 1);
  assert.deepEqual(hostsIn('shared.ndjson').toSorted(), [...names].toSorted());
  assert.equal(existsSync(join(place.folder, 'shared.ndjson.lock')), false);
});

test('a report is not continued under another trust store, instant or policy', async () => {
  assert.equal((await place.run(scan('--resume', 'judged.ndjson', '--at', '2026-11-01', '--quiet'))).exitCode, 1);
  const before = linesOf('judged.ndjson');
  const dialed = place.connections();
  place.write('other-root.pem', readFileSync(join(place.folder, 'root.pem'), 'utf8'));
  for (const [args, says] of [
    [scan('--at', '2026-11-02'), /written with --at 2026-11-01, and this run has been started with --at 2026-11-02\./],
    [scan(), /written with --at 2026-11-01, and this run has been started without --at\./],
    [scan('--at', '2026-11-01', '--trust', 'other-root.pem'), /written with --trust root\.pem, and/],
    [scan('--at', '2026-11-01', '--policy', 'tls-server'), /written without --policy, and/],
  ] as const) {
    const { exitCode, stderr } = await place.run([...args, '--resume', 'judged.ndjson']);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, says);
  }
  assert.deepEqual(linesOf('judged.ndjson'), before);
  assert.equal(place.connections(), dialed);
});

test('a report is not continued with another server name, nor with other application protocols', async () => {
  const args = ['scan', `www.contoso.com:${place.port}`, '--address', '127.0.0.1', '--trust', 'root.pem', '--quiet'];
  const resume = [...args, '--resume', 'named.ndjson'];
  assert.notEqual((await place.run([...resume, '--server-name', 'a.contoso.com'])).exitCode, 2);
  for (const other of [['--server-name', 'b.contoso.com'], [], ['--server-name', 'a.contoso.com', '--alpn', 'h2']]) {
    const { exitCode, stderr } = await place.run([...resume, ...other]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /named\.ndjson was written with/);
  }
});

test("a lock that is somebody else's file stays, and nothing is dialed", async () => {
  place.write('cron.ndjson.lock', 'flock');
  const dialed = place.connections();
  for (const args of [
    ['--resume', 'cron.ndjson'],
    ['--output', 'cron.ndjson'],
  ]) {
    const { exitCode, stderr } = await place.run(scan(...args));
    assert.equal(exitCode, 2, stderr);
    assert.match(
      stderr,
      /cron\.ndjson\.lock is there and was not written by certmuster; delete it, or name another file/,
    );
  }
  assert.equal(readFileSync(join(place.folder, 'cron.ndjson.lock'), 'utf8'), 'flock');
  assert.equal(place.connections(), dialed);
});

test('a report whose run was killed with -9 is not continued under other options either, and its lock is taken over', async () => {
  const killed = startCertmuster(scan('--resume', 'noted.ndjson', '--at', '2026-11-01', '--rate', '30'), {
    cwd: place.folder,
  });
  while (linesOf('noted.ndjson').length < 3) await setTimeout(10);
  killed.child.kill('SIGKILL');
  await killed.done;
  for (const _ of ['once', 'twice']) {
    const other = await place.run(scan('--resume', 'noted.ndjson', '--at', '2026-11-02'));
    assert.equal(other.exitCode, 2);
    assert.match(other.stderr, /written with --at 2026-11-01, and/);
    assert.equal((await place.run(scan('--output', 'noted.ndjson'))).exitCode, 2);
  }
  const same = await place.run(scan('--resume', 'noted.ndjson', '--at', '2026-11-01'));
  assert.equal(same.exitCode, 1, same.stderr);
  assert.deepEqual(hostsIn('noted.ndjson').toSorted(), [...names].toSorted());
});

test('a trust store whose file has changed is another one', async () => {
  place.write('store.pem', readFileSync(join(place.folder, 'root.pem'), 'utf8'));
  const args = ['scan', 'list.ndjson', '--trust', 'store.pem', '--resume', 'store.ndjson', '--quiet'];
  assert.equal((await place.run(args)).exitCode, 1);
  place.write('store.pem', readFileSync(join(place.folder, 'chain.pem'), 'utf8'));
  const { exitCode, stderr } = await place.run(args);
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /was written with other certificates in the trust store store\.pem\./);
});

test('scan --resume FILE: another choice of checks or another margin is refused', async () => {
  const args = ['scan', `127.0.0.1:${place.port}`, '--trust', 'root.pem', '--quiet'];
  await place.run([...args, '--skip-check', 'clock-skew', '--resume', 'chosen.ndjson']);
  for (const options of [[], ['--skip-check', 'handshake'], ['--skip-check', 'clock-skew', '--expiry-margin', '5']]) {
    const { exitCode, stderr } = await place.run([...args, ...options, '--resume', 'chosen.ndjson']);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /chosen\.ndjson was written with(?:out)? --(?:skip-check|expiry-margin).* One report cannot hold both/,
    );
  }
  const same = await place.run([...args, '--skip-check', 'clock-skew', '--resume', 'chosen.ndjson']);
  assert.notEqual(same.exitCode, 2, same.stderr);
});
