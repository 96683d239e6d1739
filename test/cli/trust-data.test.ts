import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
let root: X509Certificate;
let issuedOn: string;
before(async () => {
  place = await openPlace();
  root = new X509Certificate(readFileSync(join(place.folder, 'root.pem')));
  issuedOn = new Date(new X509Certificate(readFileSync(join(place.folder, 'leaf.der'))).validFrom).toISOString();
});
after(() => place.close());

/** Writes a list of Mozilla roots that holds only the root of the place. */
function writeRoots(name: string, changes: { readonly distrustAfter?: string; readonly sha256?: string } = {}): void {
  const sha256 = createHash('sha256').update(root.raw).digest('hex');
  const one = { name: 'Contoso', sha256, distrustAfter: null, der: root.raw.toString('base64'), ...changes };
  const date = new Date().toISOString().slice(0, 10);
  place.write(name, JSON.stringify({ source: 'tests', version: '9.9', date, roots: [one] }));
}

function trustOf(stdout: string) {
  const report: ScanReport = scanReportSchema.parse(JSON.parse(stdout));
  const [endpoint] = report.endpoints;
  const finding = endpoint?.findings.find(({ check }) => check === 'chain-trust');
  return { endpoint, finding, stores: report.trustStores.map(({ source }) => source), notices: report.notices };
}

const meant = ['chain.pem', '--role', 'server', '--host', 'im.contoso.com', '--format', 'json'];
const dialed = () => [`im.contoso.com:${place.port}`, '--resolve', 'im.contoso.com:127.0.0.1'];

test('verify judges by the roots of the file in place of the bundled ones', async () => {
  writeRoots('roots.json', { distrustAfter: issuedOn });
  const { stdout } = await place.run(['verify', ...meant, '--trust-data', 'roots.json']);
  const { finding, stores, endpoint } = trustOf(stdout);
  assert.equal(finding?.outcome, 'pass');
  assert.equal(endpoint?.publiclyTrusted, true);
  assert.deepEqual(stores, ['Mozilla, NSS 9.9, from roots.json']);
});

test('a certificate issued past the date of distrust is not trusted, and chain-trust says so', async () => {
  const distrustAfter = new Date(Date.parse(issuedOn) - 1_000).toISOString();
  writeRoots('late.json', { distrustAfter });
  const { stdout } = await place.run(['verify', ...meant, '--trust-data', 'late.json']);
  const { finding, endpoint } = trustOf(stdout);
  assert.equal(finding?.outcome, 'fail');
  assert.match(
    finding?.message ?? '',
    /Mozilla no longer trusts certificates that "[^"]*" issued after [\d-]{10}; this one was issued on [\d-]{10}\. .*Browsers refuse it\./,
  );
  assert.equal(endpoint?.trust[0]?.error?.kind, 'distrusted-after');
  assert.equal(endpoint?.publiclyTrusted, false);
});

test('scan uses the file, the saved run keeps it with its date of distrust, and evaluate can judge by another', async () => {
  const distrustAfter = new Date(Date.parse(issuedOn) - 1_000).toISOString();
  writeRoots('late.json', { distrustAfter });
  writeRoots('roots.json');
  const save = ['--save-observations', 'saved', '--format', 'json'];
  const scanned = await place.run(['scan', ...dialed(), '--trust-data', 'late.json', ...save]);
  assert.equal(trustOf(scanned.stdout).finding?.outcome, 'fail');
  const again = await place.run(['evaluate', 'saved', '--format', 'json']);
  assert.equal(trustOf(again.stdout).finding?.message, trustOf(scanned.stdout).finding?.message);
  const other = await place.run(['evaluate', 'saved', '--trust-data', 'roots.json', '--format', 'json']);
  assert.equal(trustOf(other.stdout).finding?.outcome, 'pass');
  assert.deepEqual(trustOf(other.stdout).stores, ['Mozilla, NSS 9.9, from roots.json']);
  const nagios = await place.run(['nagios', ...dialed(), '--trust-data', 'late.json']);
  assert.match(nagios.stdout, /chain-trust|no path|CRITICAL/i);
});

test('a broken file exits 2 with everything that is wrong with it', async () => {
  writeRoots('broken.json', { sha256: '00'.repeat(32) });
  const broken = await place.run(['verify', ...meant, '--trust-data', 'broken.json']);
  assert.equal(broken.exitCode, 2);
  assert.match(broken.stderr, /broken\.json: 1 problem:\n {2}roots\[0\]\.sha256: is not the digest of the certificate/);
  const absent = await place.run(['scan', ...dialed(), '--trust-data', 'absent.json']);
  assert.equal(absent.exitCode, 2);
  assert.match(absent.stderr, /--trust-data: absent\.json does not exist/);
  place.write('shape.json', '{"version": 1}');
  const shape = await place.run(['evaluate', 'absent', '--trust-data', 'shape.json']);
  assert.equal(shape.exitCode, 2);
  assert.match(shape.stderr, /shape\.json: 4 problems:/);
});

test('roots older than a year are a notice', async () => {
  const at = ['--at', '2027-05-01T00:00:01Z'];
  const { stdout } = await place.run(['verify', ...meant, ...at]);
  const { notices } = trustOf(stdout);
  assert.ok(
    notices.includes(
      'The bundled Mozilla roots (2026-05-01) are more than a year old. Update certmuster or use --trust-data FILE.',
    ),
  );
});
