import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type DemoDeployment, startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
let demo: DemoDeployment;
let scanned: readonly EndpointReport[];
before(async () => {
  place = await openPlace();
  demo = await startDemoDeployment({ now: new Date() });
  place.write('targets.json', JSON.stringify(demo.targets));
  for (const [name, pem] of demo.trustFiles) place.write(name, pem);
  const resolve = [...demo.resolve].flatMap(([host, addresses]) =>
    addresses.flatMap((address) => ['--resolve', `${host}:${address}`]),
  );
  const live = await place.run(['scan', 'targets.json', ...resolve, '--format', 'json', '--quiet']);
  assert.notEqual(live.stdout, '', live.stderr);
  scanned = scanReportSchema.parse(JSON.parse(live.stdout)).endpoints;
});
after(async () => {
  await demo.close();
  await place.close();
});

async function verifyChain(chain: EndpointReport['chain'], ...more: readonly string[]) {
  const pem = chain.map(({ der }) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`);
  place.write('presented.pem', pem.join(''));
  return await place.run(['verify', 'presented.pem', '--targets', 'targets.json', '--quiet', ...more]);
}

test('of each certificate of the demo verify says for its endpoint what the scan says, what only a live server shows excepted', async () => {
  const seen = scanned.filter(({ chain }) => chain.length > 0);
  assert.ok(seen.length > 10);
  for (const live of seen) {
    const id = live.id.replace(/@[^@]*:(\d+)$/, '@-:$1');
    const filed = await verifyChain(live.chain, '--endpoint', id, '--format', 'json');
    assert.notEqual(filed.stdout, '', filed.stderr);
    const report = scanReportSchema.parse(JSON.parse(filed.stdout)).endpoints[0];
    for (const finding of report?.findings ?? []) {
      if (finding.reason === 'not-dialled') continue;
      const twin = live.findings.find(({ check }) => check === finding.check);
      // How severe a wrong order is depends on the protocol.
      assert.deepEqual({ ...finding, severity: twin?.severity }, twin, live.id);
    }
  }
});

test('without a choice it says for how many endpoints the certificate would do, and that is a success', async () => {
  const mtls = scanned.find(({ role, verdict }) => role === 'mtls' && verdict !== 'fail');
  const any = mtls ?? scanned.find(({ verdict, chain }) => verdict === 'pass' && chain.length > 0);
  assert.ok(any !== undefined);
  const { exitCode, stdout } = await verifyChain(any.chain, '--format', 'json');
  const report = scanReportSchema.parse(JSON.parse(stdout));
  assert.equal(exitCode, 0, stdout.slice(0, 400));
  const suited = report.endpoints.filter(({ verdict }) => verdict !== 'fail').length;
  assert.ok(suited > 0 && suited < report.endpoints.length);
  assert.equal(report.notices[0], `The certificate is suitable for ${suited} of ${report.endpoints.length} endpoints.`);
  // It is on no server yet, so nothing is said across the deployment.
  assert.ok(report.deploymentFindings.every(({ deployment }) => deployment === null));
});

test('chosen endpoints all have to be suited; unknown ids and roles, and options that the file decides, are errors', async () => {
  const ssl = scanned.find(({ role, chain }) => role === 'load-balancer' && chain.length > 0);
  assert.ok(ssl !== undefined);
  assert.equal((await verifyChain(ssl.chain, '--role', 'mtls')).exitCode, 1);
  for (const wrong of [
    ['--endpoint', 'nowhere'],
    ['--role', 'server'],
    ['--host', 'im.contoso.com'],
    ['--resolve', 'im.contoso.com:127.0.0.1'],
    ['--timeout', '5s'],
    ['--output', 'presented.pem'],
    ['--output', 'targets.json'],
  ]) {
    const { exitCode, stderr } = await verifyChain(ssl.chain, ...wrong);
    assert.equal(exitCode, 2, stderr);
  }
});

test('--fail-on warning counts for suitability too', async () => {
  const warned = scanned.find(({ verdict, chain }) => verdict === 'warn' && chain.length > 0);
  assert.ok(warned !== undefined);
  const id = warned.id.replace(/@[^@]*:(\d+)$/, '@-:$1');
  const suited = await verifyChain(warned.chain, '--endpoint', id);
  assert.deepEqual([suited.exitCode, /suitable for 1 of 1/.test(suited.stdout)], [0, true], suited.stdout);
  const strict = await verifyChain(warned.chain, '--endpoint', id, '--fail-on', 'warning');
  assert.deepEqual([strict.exitCode, /suitable for 0 of 1/.test(strict.stdout)], [1, true], strict.stdout);
});

test('verify of a single host: --endpoint is refused, and no output overwrites the certificate', async () => {
  const [shown] = scanned.filter(({ chain }) => chain.length > 0);
  assert.ok(shown !== undefined);
  await verifyChain(shown.chain);
  const single = ['verify', 'presented.pem', '--host', 'im.contoso.com', '--role', 'server', '--quiet'];
  const before = readFileSync(join(place.folder, 'presented.pem'), 'utf8');
  for (const wrong of [
    ['--endpoint', 'x'],
    ['--output', 'presented.pem'],
  ]) {
    const { exitCode, stderr } = await place.run([...single, ...wrong]);
    assert.deepEqual([exitCode, stderr.includes(wrong[0] ?? '-')], [2, true], stderr);
  }
  assert.equal(readFileSync(join(place.folder, 'presented.pem'), 'utf8'), before);
});

test('ranges are left out, and it says so', async () => {
  const [shown] = scanned.filter(({ chain }) => chain.length > 0);
  assert.ok(shown !== undefined);
  await verifyChain(shown.chain);
  place.write('ranges.json', JSON.stringify({ targets: [{ host: '10.0.0.0/30', ports: [443] }, { host: 'a.test' }] }));
  const some = await place.run(['verify', 'presented.pem', '--targets', 'ranges.json', '--format', 'json']);
  const notice = 'Ranges were left out, as no names are known there that a certificate could have: 10.0.0.0/30.';
  const report = scanReportSchema.parse(JSON.parse(some.stdout));
  assert.equal(report.endpoints.length, 1);
  assert.ok(report.notices.includes(notice), report.notices.join('\n'));
  place.write('only.json', JSON.stringify({ targets: [{ host: '10.0.0.0/30' }] }));
  const none = await place.run(['verify', 'presented.pem', '--targets', 'only.json']);
  assert.deepEqual(
    [none.exitCode, /has nothing but ranges, in which no names are known/.test(none.stderr)],
    [2, true],
    none.stderr,
  );
});
