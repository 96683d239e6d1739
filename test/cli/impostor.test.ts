import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { ScanReport } from '../../src/model/scan-report.ts';
import { runCertmuster } from '../estate/run-certmuster.ts';
import { evasiveImpostors, type Impostor, impostors, type Loot, rsaImpostors, startImpostor } from './impostors.ts';

let folder: string;
let ec: Loot;
let rsa: Loot;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certmuster-impostor-'));
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  writeFileSync(join(folder, 'root.pem'), authority.root.pem);
  const ownKey = await makeKeyPair('p-256');
  const lootOf = (ownersKey: KeyPair, keyUsage: readonly 'keyEncipherment'[]): Loot => {
    const leaf = issueServerCertificate(authority, ownersKey, {
      names: ['www.contoso.test'],
      ...(keyUsage.length === 0 ? { without: ['keyUsage'] } : { changes: { keyUsage } }),
    });
    return { chain: [leaf.der, authority.intermediate.der], ownKey, ownersKey };
  };
  // Without key usage nothing but the proof tells who has the key.
  ec = lootOf(await makeKeyPair('p-256'), []);
  rsa = lootOf(await makeKeyPair('rsa-2048'), ['keyEncipherment']);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What the operator and the monitoring see of an impostor. */
async function audit(impostor: Impostor, loot: Loot, more: readonly string[] = []) {
  const { port, close } = await startImpostor(impostor, loot);
  const timeout = impostor.isSilent ? '2s' : '20s';
  const dial = [`www.contoso.test:${port}`, '--address', '127.0.0.1', '--trust', 'root.pem', '--timeout', timeout];
  const outputs = ['prometheus', 'nagios'].flatMap((format) => ['--output', `${format}=${port}.${format}`]);
  const scan = await runCertmuster(['scan', ...dial, '--format', 'json', ...outputs, ...more], { cwd: folder });
  await close();
  const read = (format: string): string => readFileSync(join(folder, `${port}.${format}`), 'utf8');
  const report = JSON.parse(scan.stdout) as ScanReport;
  const endpoint = report.endpoints[0];
  assert.ok(endpoint !== undefined);
  return {
    exitCode: scan.exitCode,
    verdict: endpoint.verdict,
    keyPossession: endpoint.handshake?.keyPossession,
    certificates: endpoint.chain.length,
    trust: endpoint.findings.find(({ check }) => check === 'chain-trust')?.outcome,
    causes: endpoint.causes.map(({ severity, fault }) => `${severity} ${fault}`),
    success: /^probe_success\S* (\d)$/m.exec(read('prometheus').replaceAll(/\{.*\}/g, ''))?.[1],
    plugin: read('nagios').split('\n', 1)[0] ?? '',
  };
}

/** As an operator must see it: one critical cause, in the first words of the plugin, and the chain judged beside it. */
function assertCaught(seen: Awaited<ReturnType<typeof audit>>): void {
  const { plugin, causes, ...rest } = seen;
  assert.deepEqual([rest.exitCode, rest.verdict, rest.success], [1, 'fail', '0'], plugin);
  assert.deepEqual([rest.certificates, rest.trust], [2, 'pass']);
  assert.equal(causes.length, 1, causes.join());
  assert.match(causes[0] ?? '', /^critical (?:handshake\/ended-before-proof|key-possession\/wrong-proof)$/);
  assert.match(
    plugin,
    /^CERTMUSTER CRITICAL - The (?:handshake ends before the server proves that it has the private key \(|server does not have the private key of its certificate )/,
  );
}

for (const impostor of impostors) {
  test(`an impostor with a replayed chain never passes: ${impostor.name}`, async (context) => {
    const seen = await audit(impostor, ec);
    context.diagnostic(`${seen.verdict}, exit ${seen.exitCode}: ${seen.plugin}`);
    assertCaught(seen);
  });
}

for (const impostor of rsaImpostors) {
  test(`an impostor with a replayed chain never passes an exchange that is completed: ${impostor.name}`, async (context) => {
    const seen = await audit(impostor, rsa, ['--prove-possession']);
    context.diagnostic(`${seen.verdict}, exit ${seen.exitCode}: ${seen.plugin}`);
    assertCaught(seen);
  });
}

for (const impostor of evasiveImpostors) {
  test(`an impostor that evades the proof it was asked for is no pass: ${impostor.name}`, async (context) => {
    const seen = await audit(impostor, rsa, ['--prove-possession']);
    context.diagnostic(`${seen.verdict}, exit ${seen.exitCode}: ${seen.plugin}`);
    assert.deepEqual([seen.verdict, seen.exitCode, seen.success], ['warn', 3, '0'], seen.plugin);
    assert.equal(seen.keyPossession, 'undetermined');
    assert.match(
      seen.plugin,
      /^CERTMUSTER (?:UNKNOWN - Whether the server has the private key could not be|WARNING - )/,
    );
  });
}

test('an RSA key exchange that is not completed shows no proof, and the report says so', async (context) => {
  const [impostor] = rsaImpostors;
  assert.ok(impostor !== undefined);
  const seen = await audit(impostor, rsa);
  context.diagnostic(`${seen.verdict}, exit ${seen.exitCode}: ${seen.plugin}`);
  assert.deepEqual(seen.causes, []);
  assert.deepEqual([seen.verdict, seen.exitCode, seen.keyPossession], ['pass', 0, 'not-proven']);
});

test('every format names it first, and a saved run is judged no better', async () => {
  const [impostor] = impostors;
  assert.ok(impostor !== undefined);
  const { port, close } = await startImpostor(impostor, ec);
  const dial = [`www.contoso.test:${port}`, '--address', '127.0.0.1', '--trust', 'root.pem'];
  const outputs = ['markdown=told.md', 'junit=told.xml', 'html=told.html'].flatMap((each) => ['--output', each]);
  const save = ['--save-observations', 'saved'];
  const { stdout } = await runCertmuster(['scan', ...dial, '--format', 'table', ...outputs, ...save], { cwd: folder });
  const plugin = await runCertmuster(['nagios', ...dial], { cwd: folder });
  await close();
  assert.equal(plugin.exitCode, 2);
  assert.match(plugin.stdout, /^CERTMUSTER CRITICAL - The handshake ends before the server proves/);
  const title = 'The handshake ends before the server proves that it has the private key (connection closed)';
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
  assert.match(
    oneLine(stdout),
    /^✗ critical #1 The handshake ends before the server proves that it has the private key/i,
  );
  assert.ok(oneLine(read('told.md')).includes('The handshake ends before the server proves'), read('told.md'));
  assert.match(
    read('told.xml'),
    /<failure message="The handshake ends before the server proves[^"]+" type="critical">/,
  );
  assert.ok(read('told.html').includes(title));
  const again = await runCertmuster(['evaluate', 'saved', '--format', 'json'], { cwd: folder });
  const report = JSON.parse(again.stdout) as ScanReport;
  assert.equal(again.exitCode, 1);
  assert.deepEqual(
    report.causes.map(({ fault, title: said }) => [fault, said]),
    [['handshake/ended-before-proof', title]],
  );
});

test('a broken handshake is an answer, which no retry hides', async () => {
  const reset = impostors.find(({ name }) => name === 'TLS 1.3, RST after the chain');
  assert.ok(reset !== undefined);
  const { port, connections, close } = await startImpostor(reset, ec);
  const dial = [`www.contoso.test:${port}`, '--address', '127.0.0.1', '--trust', 'root.pem', '--retries', '2'];
  const { exitCode } = await runCertmuster(['scan', ...dial, '--format', 'json'], { cwd: folder });
  await close();
  assert.deepEqual([exitCode, connections()], [1, 1]);
});
