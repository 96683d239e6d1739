import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { tool } from '../../src/model/tool.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
const later = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const accepted = { by: 'A. Datum', reason: 'new keys in spring', until: later };
before(async () => {
  place = await openPlace();
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  // A sound deployment that fails one check everywhere, with a waiver for one of the roles.
  const demand = { policyOverrides: { thresholds: { minimumRsaBits: 4_096 } } };
  const waivers = [{ check: 'key-strength', fault: 'weak-key', role: 'as-host', ...accepted }];
  place.write(
    'demanding.json',
    JSON.stringify({ trustStores, deployments: [{ ...deployments[0], ...demand, waivers }] }),
  );
  const scan = ['scan', 'demanding.json', '--save-observations', 'run', '--format', 'json', '--output', 'scan.json'];
  assert.equal((await place.run([...scan, '--quiet'])).exitCode, 1);
  place.write('stranger.pem', (await createAuthority({ organization: 'Stranger', now: new Date() })).root.pem);
});
after(() => place.close());

const read = (name: string): string => readFileSync(join(place.folder, name), 'utf8');
const sha256 = (name: string): string => createHash('sha256').update(read(name)).digest('hex');

async function evaluate(
  ...args: readonly string[]
): Promise<{ exitCode: number | null; stderr: string; report: ScanReport }> {
  const { exitCode, stdout, stderr } = await place.run(['evaluate', 'run', '--format', 'json', ...args]);
  assert.notEqual(stdout, '', stderr);
  return { exitCode, stderr, report: scanReportSchema.parse(JSON.parse(stdout)) };
}

function outcomes(report: ScanReport, check: string): readonly (string | undefined)[] {
  const find = ({ findings }: EndpointReport) => findings.find((finding) => finding.check === check)?.outcome;
  return report.endpoints.map(find);
}

test('--policy: endpoints are judged under it, and it says which roles it does not have', async () => {
  const { report, stderr } = await evaluate('--policy', 'tls-server');
  assert.deepEqual(
    report.endpoints.map(({ policy, role }) => [policy, role]),
    Array(3).fill(['tls-server', 'server']),
  );
  // What only the other policy demands is gone.
  assert.deepEqual(outcomes(report, 'web-server-template'), [undefined, undefined, undefined]);
  assert.deepEqual(Object.keys(report.policies['contoso'] as object), ['tls-server']);
  const notice =
    'tls-server has no role virtual-server, as-host, download-host: their endpoints are judged in the role server.';
  assert.ok(stderr.split('\n').includes(notice), stderr);
  assert.ok(report.notices.includes(notice));
});

test('--policy that has no role for an endpoint: exit 2', async () => {
  await place.run([
    'scan',
    `127.0.0.1:${place.port}`,
    '--quiet',
    '--save-observations',
    'plain',
    '--output',
    'plain.json',
  ]);
  const { exitCode, stderr } = await place.run(['evaluate', 'plain', '--policy', 'cwa-2007-r2']);
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /--policy: the run has endpoints of role server, which policy cwa-2007-r2 does not have\nNothing was judged/,
  );
});

test('--trust: in place of the stores of the run, as often as it is given', async () => {
  const stranger = await evaluate('--trust', 'stranger.pem');
  assert.deepEqual(outcomes(stranger.report, 'chain-trust'), ['fail', 'fail', 'fail']);
  assert.deepEqual(
    stranger.report.trustStores.map(({ name }) => name),
    ['stranger.pem', 'mozilla'],
  );
  const both = await evaluate('--trust', 'stranger.pem', '--trust', 'root.pem');
  assert.deepEqual(outcomes(both.report, 'chain-trust'), ['pass', 'pass', 'pass']);
  const bundled = await evaluate('--trust', 'mozilla');
  assert.deepEqual(outcomes(bundled.report, 'chain-trust'), ['fail', 'fail', 'fail']);
});

test('--waivers: in place of those of the deployments', async () => {
  const waived = ({ report }: { report: ScanReport }) => report.summary.waived;
  assert.equal(waived(await evaluate()), 1);
  place.write('none.json', '[]');
  assert.equal(waived(await evaluate('--waivers', 'none.json')), 0);
  const roles = ['virtual-server', 'as-host', 'download-host'];
  place.write(
    'all.json',
    JSON.stringify(roles.map((role) => ({ check: 'key-strength', fault: 'weak-key', role, ...accepted }))),
  );
  const all = await evaluate('--waivers', 'all.json');
  assert.deepEqual([waived(all), all.exitCode], [3, 0]);
  const inputs = all.report.evaluation?.inputs ?? [];
  assert.deepEqual(inputs.at(-1), { path: 'all.json', sha256: sha256('all.json') });
});

test('--waivers that name neither an endpoint nor a role are refused', async () => {
  place.write('placeless.json', JSON.stringify([{ check: 'key-strength', fault: 'weak-key', ...accepted }]));
  const { exitCode, stderr } = await place.run(['evaluate', 'run', '--waivers', 'placeless.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /needs an endpoint or a role, because key-strength is judged on each endpoint/);
});

test('--waivers of a deployment that the run does not have: that is said', async () => {
  const endpoint = 'gone|virtual-server|im.contoso.com@-:443';
  place.write('gone.json', JSON.stringify([{ check: 'key-strength', fault: 'weak-key', endpoint, ...accepted }]));
  const { stderr } = await place.run(['evaluate', 'run', '--waivers', 'gone.json', '--output', 'gone.txt']);
  assert.match(stderr, /The waiver of key-strength\/weak-key on gone\|\S+ has no effect: the run has no deployment/);
});

test('--waivers of targets outside any deployment: by role, and by their ids', async () => {
  const host = `127.0.0.1:${place.port}`;
  await place.run(['scan', host, '--trust', 'root.pem', '--save-observations', 'alone', '--output', 'alone.json']);
  const report = JSON.parse(place.read('alone.json')) as ScanReport;
  const [cause] = report.causes;
  const [check = '', word = ''] = (cause?.fault ?? '').split('/');
  assert.ok(cause !== undefined);
  for (const where of [{ role: 'server' }, { endpoint: cause.endpoints[0] }]) {
    place.write('mine.json', JSON.stringify([{ check, fault: word, ...where, ...accepted }]));
    await place.run(['evaluate', 'alone', '--waivers', 'mine.json', '--output', 'again.json']);
    const again = JSON.parse(place.read('again.json')) as ScanReport;
    assert.deepEqual(
      again.causes.filter(({ waiver }) => waiver !== null).map((each) => each.fault),
      [cause.fault],
    );
  }
});

test('everything wrong with several files is reported together, exit 2', async () => {
  place.write(
    'wrong.json',
    JSON.stringify([
      { check: 'key-strenght', fault: 'weak-key', role: 'mtls', by: 'x', reason: '', until: '2027-02-30' },
    ]),
  );
  place.write('torn.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n');
  const all = ['--waivers', 'wrong.json', '--trust', 'torn.pem', '--at', 'never', '--verify-key', 'absent.pub'];
  const { exitCode, stdout, stderr } = await place.run(['evaluate', 'run', ...all]);
  assert.deepEqual([exitCode, stdout], [2, '']);
  assert.match(stderr, /the command line: 2 problems:/);
  assert.match(stderr, /^ {2}--at: /m);
  assert.match(stderr, /^ {2}--verify-key: absent\.pub does not exist$/m);
  assert.match(stderr, /wrong\.json: 3 problems:/);
  assert.match(stderr, /^ {2}wrong\.json:1:3 \[0\]\.check: unknown check id/m);
  assert.match(stderr, /^ {2}wrong\.json:1:\d+ \[0\]\.until: should be a date/m);
  assert.match(stderr, /^ {2}wrong\.json:1:\d+ \[0\].reason: should not be empty$/m);
  assert.match(stderr, /torn\.pem/);
  const absent = await place.run(['evaluate', 'run', '--waivers', 'absent.json']);
  assert.match(absent.stderr, /--waivers: absent\.json does not exist/);
  place.write('object.json', '{"waivers": []}');
  const shape = await place.run(['evaluate', 'run', '--waivers', 'object.json']);
  assert.match(shape.stderr, /object\.json: 1 problem:\n {2}object\.json:1:1: should be a list, is an object/);
});

test('a report says who scanned and from where; one judged again also when, by what and how', async () => {
  const scanned = scanReportSchema.parse(JSON.parse(read('scan.json')));
  const scannedBy = { host: hostname(), user: userInfo().username, addresses: ['127.0.0.1'] };
  assert.deepEqual(scanned.scannedBy, scannedBy);
  assert.deepEqual([scanned.evaluatedAt, scanned.evaluation], [undefined, undefined]);
  assert.deepEqual(JSON.parse(read('run/run.json')).scannedBy, scannedBy);
  const { report } = await evaluate('--trust', 'root.pem', '--at', later);
  assert.deepEqual(report.scannedBy, scannedBy);
  assert.equal(report.startedAt, scanned.startedAt);
  assert.ok((report.evaluatedAt ?? '') >= scanned.finishedAt);
  assert.deepEqual(report.evaluation, {
    options: { trust: ['root.pem'], at: later, format: 'json' },
    inputs: ['run.json', 'observations.ndjson', 'manifest.json'].map((name) => ({
      path: `run/${name}`,
      sha256: sha256(`run/${name}`),
    })),
    observedBy: tool,
    evidence: 'manifest',
  });
});

test('scan --anonymous: neither report nor saved run say who scanned', async () => {
  const scan = ['scan', 'targets.json', '--anonymous', '--save-observations', 'anonymous', '--format', 'json'];
  const { stdout } = await place.run(scan);
  assert.equal(JSON.parse(stdout).scannedBy, undefined);
  assert.equal(JSON.parse(read('anonymous/run.json')).scannedBy, undefined);
  for (const text of [stdout, read('anonymous/run.json'), read('anonymous/observations.ndjson')]) {
    assert.ok(!text.includes(JSON.stringify(hostname())), hostname());
  }
});

test('--format html: who scanned, when it was judged again, and every anchor by its fingerprint', async () => {
  const { stdout } = await place.run(['evaluate', 'run', '--trust', 'root.pem', '--format', 'html']);
  const provenance = stdout.slice(
    stdout.indexOf('id="provenance"'),
    stdout.indexOf('</section>', stdout.indexOf('id="provenance"')),
  );
  const [store] = (await evaluate('--trust', 'root.pem')).report.trustStores;
  assert.ok(provenance.includes(store?.anchors[0] ?? 'no anchor'));
  assert.ok(provenance.includes(store?.anchorsSha256 ?? 'no digest'));
  assert.match(provenance, /CN=Contoso Root CA/);
  assert.match(provenance, new RegExp(`Scanned by</dt><dd>${userInfo().username} on .*, from 127\\.0\\.0\\.1<`));
  assert.match(provenance, /Judged again<\/dt><dd>[\dTZ:.-]+ by certmuster/);
  // 121 roots of Mozilla that no path ends at are counted.
  assert.match(provenance, /121 more in the JSON report/);
});
