import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { DeploymentFinding } from '../../src/model/finding.ts';
import { type ScanReport, scanReportSchema, scanSummarySchema } from '../../src/model/scan-report.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { keyPairOf, randomPrime } from '../weak-key-pairs.ts';
import { certmuster } from './certmuster.ts';

const folder = temporaryFolder();
const listeners: Listener[] = [];
const places = new Map<string, Listener>();
before(async () => {
  const prime = randomPrime(1_024);
  const [authority, shared, sound] = await Promise.all([
    createAuthority({ organization: 'Contoso', now: new Date() }),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
  ]);
  folder.write('root.pem', authority.root.pem);
  const start = async (host: string, key: KeyPair): Promise<void> => {
    const chain = [await issueServerCertificate(authority, key, { names: [host] }), authority.intermediate];
    const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
    listeners.push(listener);
    places.set(host, listener);
  };
  await start('www.adatum.com', shared);
  await start('mail.fabrikam.com', shared);
  await start('www.tailspintoys.com', keyPairOf(prime, randomPrime(1_024)));
  await start('www.wingtiptoys.com', keyPairOf(prime, randomPrime(1_024)));
  await start('www.contoso.com', sound);
  folder.write('hosts.ndjson', lines([...places.keys()]));
  folder.write('sound.ndjson', lines(['www.adatum.com', 'www.tailspintoys.com', 'www.contoso.com']));
});
after(async () => {
  await Promise.all(listeners.map((listener) => listener.close()));
  folder.remove();
});

function lines(hosts: readonly string[]): string {
  return hosts.map((host) => JSON.stringify({ host, port: places.get(host)?.port, address: '127.0.0.1' })).join('\n');
}

const run = (args: readonly string[]) => certmuster(args, { cwd: folder.path });
const search = ['--compare-moduli', '1024'];
const scan = (file: string, ...more: readonly string[]) =>
  run(['scan', file, '--trust', 'root.pem', ...search, ...more]);
const across = ({ deploymentFindings }: Pick<ScanReport, 'deploymentFindings'>): readonly string[] =>
  deploymentFindings.map(({ check, outcome, deployment }) => `${deployment} ${check} ${outcome}`);
const hostsOf = ({ endpoints }: DeploymentFinding): readonly string[] =>
  endpoints.map((id) => id.replace(/.*\/server\/(.*)@.*/, '$1'));
const both = ['null shared-key fail', 'null shared-prime fail'];

test('a list whose hosts share a key and a prime: both are found, with the endpoints, and the prime makes it exit 1', async () => {
  const { exitCode, stdout } = await scan('hosts.ndjson', '--format', 'json', '--save-observations', 'saved');
  assert.equal(exitCode, 1);
  const report = scanReportSchema.parse(JSON.parse(stdout));
  assert.ok(report.endpoints.every(({ verdict }) => verdict === 'pass'));
  assert.deepEqual(across(report), both);
  const [key, prime] = report.deploymentFindings;
  assert.ok(key !== undefined && prime !== undefined);
  assert.deepEqual([key.severity, prime.severity], ['warning', 'critical']);
  assert.deepEqual([...hostsOf(key)].sort(), ['mail.fabrikam.com', 'www.adatum.com']);
  assert.deepEqual([...hostsOf(prime)].sort(), ['www.tailspintoys.com', 'www.wingtiptoys.com']);
  assert.ok(key.endpoints.every((id) => report.endpoints.some((endpoint) => endpoint.id === id)));
});

test('hosts that share nothing: both pass, exit 0', async () => {
  const { exitCode, stdout } = await scan('sound.ndjson', '--format', 'json', '--fail-on', 'warning');
  assert.equal(exitCode, 0);
  assert.deepEqual(across(scanReportSchema.parse(JSON.parse(stdout))), [
    'null shared-key pass',
    'null shared-prime pass',
  ]);
});

test('evaluate finds the same in what was saved', async () => {
  const { exitCode, stdout } = await run(['evaluate', 'saved', ...search, '--format', 'json']);
  assert.equal(exitCode, 1);
  assert.deepEqual(across(scanReportSchema.parse(JSON.parse(stdout))), both);
});

test('--resume reads the keys of the endpoints that an earlier run audited', async () => {
  writeFileSync(join(folder.path, 'half.ndjson'), lines(['www.adatum.com', 'www.tailspintoys.com']));
  assert.equal((await scan('half.ndjson', '--resume', 'run.ndjson')).exitCode, 0);
  const { exitCode, stderr } = await scan('hosts.ndjson', '--resume', 'run.ndjson');
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /2 endpoints of the earlier run are kept/);
  const { stdout } = await run(['render', 'run.ndjson', '--format', 'json']);
  const report = scanReportSchema.parse(JSON.parse(stdout));
  assert.deepEqual(across(report), both);
  for (const finding of report.deploymentFindings) assert.equal(finding.endpoints.length, 2);
});

for (const [format, words] of [
  ['table', /^✗ critical +#1 [\s\S]*\n +at [^→]*www\.tailspintoys\.com/],
  ['ndjson', /"deployment":null,"check":"shared-prime","outcome":"fail"/],
  ['html', /shared-prime[\s\S]*www\.wingtiptoys\.com/],
  ['markdown', /### ✗ critical `shared-prime`[\s\S]*on: [^\n]*www\.tailspintoys\.com/],
  ['junit', /<failure message="Broken RSA keys: [^"]*www\.wingtiptoys\.com[^"]*" type="critical">/],
  [
    'csv',
    /"deployment","","","","","","","","","[^"]*www\.tailspintoys\.com[^"]*","","shared-prime","fail","critical"/,
  ],
  [
    'prometheus',
    /certmuster_deployment_finding\{check="shared-prime",[^}]*severity="critical",outcome="fail"[^}]*\} 1/,
  ],
  ['nagios', /^CERTMUSTER CRITICAL - Broken RSA keys: /],
] as const) {
  test(`${format} tells of keys and primes that are shared`, async () => {
    const { stdout } = await scan('hosts.ndjson', '--format', format, '--details');
    assert.match(stdout, words);
    if (format !== 'nagios') assert.match(stdout, /shared-key/);
  });
}

test('--compare-moduli says how many moduli are compared, in scan and evaluate; what is no such number is exit 2', async () => {
  for (const args of [
    ['scan', 'hosts.ndjson', '--trust', 'root.pem'],
    ['evaluate', 'saved'],
  ]) {
    const { exitCode, stdout } = await run([...args, '--compare-moduli', '1', '--format', 'json']);
    assert.equal(exitCode, 0);
    const report = scanReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(across(report), ['null shared-key fail', 'null shared-prime undetermined']);
    assert.match(report.deploymentFindings[1]?.message ?? '', /^1 RSA key compared.* [23] keys past the limit/);
    for (const wrong of ['16385', '-1', 'all', '1.5']) {
      const refused = await run([...args, '--compare-moduli', wrong]);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.stderr, /--compare-moduli/);
    }
  }
});

test('without --compare-moduli no moduli are compared, which the report says; keys are', async () => {
  for (const args of [
    ['scan', 'hosts.ndjson', '--trust', 'root.pem'],
    ['evaluate', 'saved'],
  ]) {
    const { exitCode, stdout } = await run([...args, '--format', 'json']);
    assert.equal(exitCode, 0);
    const report = scanReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(across(report), ['null shared-key fail', 'null shared-prime undetermined']);
    assert.match(
      report.deploymentFindings[1]?.message ?? '',
      /were not compared for shared primes \(use --compare-moduli/,
    );
    assert.equal(report.deploymentFindings[1]?.reason, 'not-asked');
  }
});

test('the summary line of NDJSON holds them and fits its schema', async () => {
  const { stdout } = await scan('hosts.ndjson', '--format', 'ndjson');
  const summary = scanSummarySchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  assert.deepEqual(across(summary), both);
});
