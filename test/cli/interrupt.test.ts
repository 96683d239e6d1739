import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type ScanReport, scanReportSchema, scanSummarySchema } from '../../src/model/scan-report.ts';
import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place, startSilentPeer } from './place.ts';

let place: Place;
let silent: Awaited<ReturnType<typeof startSilentPeer>>;
before(async () => {
  [place, silent] = await Promise.all([openPlace(), startSilentPeer()]);
  // One endpoint answers, one never does, the others are not reached one at a time.
  place.write('list.txt', `localhost:1\n127.0.0.1:${silent.port}\n127.0.0.1:2\n127.0.0.1:3\n`);
});
after(async () => {
  await place.close();
  await silent.close();
});

const patient = ['--timeout', '1m', '--concurrency', '1', '--quiet'];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal}: what is known is written, with what was left out, exit 130`, async () => {
    const running = startCertmuster(['scan', 'list.txt', ...patient, '--format', 'ndjson'], { cwd: place.folder });
    await running.prints('\n');
    running.child.kill(signal);
    const { exitCode, stdout } = await running.done;
    assert.equal(exitCode, 130);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(JSON.parse(lines[0] ?? '').host, 'localhost');
    const summary = scanSummarySchema.parse(JSON.parse(lines.at(-1) ?? ''));
    assert.equal(summary.complete, false);
    assert.equal((summary.summary.notAudited ?? 0) + summary.summary.endpoints, 4);
  });
}

test('SIGINT: a JSON file is written too, whole and parsable', async () => {
  const running = startCertmuster(
    ['scan', 'list.txt', ...patient, '--format', 'ndjson', '--output', 'json=partial.json'],
    { cwd: place.folder },
  );
  await running.prints('\n');
  running.child.kill('SIGINT');
  assert.equal((await running.done).exitCode, 130);
  const report: ScanReport = scanReportSchema.parse(
    JSON.parse(readFileSync(join(place.folder, 'partial.json'), 'utf8')),
  );
  assert.equal(report.complete, false);
});

test('SIGINT while standard input is still open: what is left is unknown', async () => {
  const running = startCertmuster(['scan', '-', ...patient, '--format', 'ndjson'], {
    cwd: place.folder,
    stdin: `localhost:1\n127.0.0.1:${silent.port}\n`,
  });
  await running.prints('\n');
  running.child.kill('SIGINT');
  const { exitCode, stdout } = await running.done;
  assert.equal(exitCode, 130);
  assert.equal(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').complete, false);
});

test('a second SIGINT ends it at once, and nothing half-written stays behind', async () => {
  const running = startCertmuster(
    ['scan', 'list.txt', ...patient, '--format', 'ndjson', '--output', 'json=second.json'],
    { cwd: place.folder },
  );
  await running.prints('\n');
  running.child.kill('SIGINT');
  running.child.kill('SIGINT');
  assert.equal((await running.done).exitCode, 130);
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.includes('partial') && name !== 'partial.json'),
    [],
  );
});

test('kill -9 leaves nothing beside a report, and what an earlier version left there neither blocks nor stays', async () => {
  // Process 1, as in a container, has the same id at every start; the other one has ended.
  const ended = startCertmuster(['--version']);
  await ended.done;
  place.write(`killed.json.${ended.child.pid}.partial`, 'half');
  const args = ['scan', 'list.txt', ...patient, '--format', 'ndjson', '--output', 'json=killed.json'];
  const running = startCertmuster(args, { cwd: place.folder });
  await running.prints('\n');
  running.child.kill('SIGKILL');
  await running.done;
  assert.deepEqual(
    readdirSync(place.folder).filter((name) => name.startsWith('killed.json')),
    [],
  );
});
