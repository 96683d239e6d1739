import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, before, test } from 'node:test';

import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

const names = Array.from({ length: 40 }, (_, index) => `host-${index}.contoso.com`);
let place: Place;
before(async () => {
  place = await openPlace();
  const targets = names.map((host) => `${JSON.stringify({ host, port: place.port, address: '127.0.0.1' })}\n`);
  place.write('list.ndjson', targets.join(''));
});
after(() => place.close());

const read = (file: string): string => readFileSync(join(place.folder, file), 'utf8');
/** Lines of a report, sorted, as their order is that in which endpoints finish; every time made one. */
const linesOf = (text: string): readonly string[] => {
  const timeless = text
    .replace(/"(observedAt|startedAt|finishedAt|asOf)":"[^"]*"/g, '"$1":"then"')
    .replace(/"durationMs":[\d.]+/g, '"durationMs":0')
    .replace(/"workers":"\d"/, '"workers":""');
  return timeless.split('\n').sort();
};

test('scan --workers 3 writes the lines that one thread writes, and ends as it does', async () => {
  const scan = ['scan', 'list.ndjson', 'targets.json', '--trust', 'root.pem', '--format', 'ndjson'];
  const alone = await place.run([...scan, '--workers', '1']);
  const together = await place.run([...scan, '--workers', '3']);
  assert.equal(alone.exitCode, 1, alone.stderr);
  assert.equal(together.exitCode, 1, together.stderr);
  assert.deepEqual(linesOf(together.stdout), linesOf(alone.stdout));
  assert.equal(together.stderr, alone.stderr);
});

test('scan --workers 2 --save-observations: what is judged again from the folder is the report that was written', async () => {
  const save = ['--workers', '2', '--save-observations', 'run', '--output', 'json=report.json'];
  const scanned = await place.run(['scan', 'targets.json', 'list.ndjson', '--trust', 'root.pem', ...save, '--quiet']);
  assert.equal(scanned.exitCode, 1, scanned.stderr);
  const judged = await place.run(['evaluate', 'run', '--format', 'json', '--quiet']);
  assert.equal(judged.exitCode, 1, judged.stderr);
  assert.deepEqual(JSON.parse(judged.stdout).endpoints, JSON.parse(read('report.json')).endpoints);
});

test('scan --workers 2 --resume FILE: killed with -9 and continued, every endpoint stands there once', async () => {
  const scan = ['scan', 'list.ndjson', '--trust', 'root.pem', '--workers', '2', '--resume', 'killed.ndjson', '--quiet'];
  const killed = startCertmuster([...scan, '--rate', '30'], { cwd: place.folder });
  const known = (): number =>
    existsSync(join(place.folder, 'killed.ndjson')) ? read('killed.ndjson').split('\n').length : 0;
  while (known() < 5) await setTimeout(10);
  killed.child.kill('SIGKILL');
  await killed.done;
  const { exitCode, stderr } = await place.run(scan);
  assert.equal(exitCode, 1, stderr);
  const lines = read('killed.ndjson').trimEnd().split('\n');
  const hosts = lines.flatMap((line) => JSON.parse(line).host ?? []);
  assert.deepEqual([...hosts].sort(), [...names].sort());
  assert.equal(JSON.parse(lines.at(-1) ?? '').summary.endpoints, names.length);
});

for (const workers of ['0', '65', 'many', '1.5']) {
  test(`scan --workers ${workers} is refused, and nothing is dialled`, async () => {
    const dialled = place.connections();
    const { exitCode, stderr } = await place.run(['scan', 'list.ndjson', '--workers', workers]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--workers: .* is neither auto nor a number from 1 to 64/);
    assert.equal(place.connections(), dialled);
  });
}

test('scan --workers auto takes what the machine has', async () => {
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--workers', 'auto', '--quiet']);
  assert.equal(exitCode, 0, stderr);
});
