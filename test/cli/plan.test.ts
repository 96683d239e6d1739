import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import { type CertificatePlan, certificatePlanSchema } from '../../src/model/certificate-plan.ts';
import { repositoryPath } from '../repository-path.ts';
import { sectionSeven } from '../targets/section-seven.ts';
import { certmuster, type Transcript } from './certmuster.ts';

const folder = mkdtempSync(join(tmpdir(), 'certmuster-plan-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (...args: readonly string[]): Promise<Transcript> => certmuster(args, { cwd: folder });
writeFileSync(join(folder, 'targets.json'), JSON.stringify(sectionSeven));

test('plan targets.json: a block for each certificate, no line longer than 80 columns, and nothing else on stdout', async () => {
  const { exitCode, stdout, stderr } = await run('plan', repositoryPath('targets.example.json'));
  assert.equal(exitCode, 0, stderr);
  for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  assert.match(stdout, /^virtual-server-im\.contoso\.com-contoso\ncontoso · https:\/\/im\.contoso\.com\n/);
  assert.match(stdout, /key usage +digitalSignature, keyEncipherment \(a0\) \(Table 2, Key Usage\)/);
  assert.match(stdout, /key +RSA 2048, exportable \(Table 1, Private Key\)/);
  assert.match(stdout, /template +a duplicate of Web Server \(Table 1, Template Duplicated\)/);
  assert.match(stdout, /^Note: +fabrikam: https:\/\/im\.fabrikam\.com declares no servers, /m);
});

test('plan --format json: the plan by its schema', async () => {
  const { exitCode, stdout } = await run('plan', 'targets.json', '--format', 'json');
  assert.equal(exitCode, 0);
  const plan: CertificatePlan = certificatePlanSchema.parse(JSON.parse(stdout));
  assert.equal(plan.certificates.length, 4);
});

test('plan of the demo: the certificates that its listeners should have', async () => {
  const demo = await startDemoDeployment({ now: new Date() });
  try {
    writeFileSync(join(folder, 'demo.json'), JSON.stringify(demo.targets));
  } finally {
    await demo.close();
  }
  const { stdout } = await run('plan', 'demo.json', '--format', 'json');
  const { certificates, notes, problems } = certificatePlanSchema.parse(JSON.parse(stdout));
  assert.deepEqual([notes, problems], [[], []]);
  assert.deepEqual(
    certificates.map(({ commonName, places }) => [commonName, places.length]),
    [
      ['im.contoso.com', 4],
      ['proxy.contoso.com', 1],
      ['cwa01.contoso.local', 1],
      ['cwa02.contoso.local', 1],
    ],
  );
});

test('plan --certificate ID, --endpoint ID: only that one, also by the id of a report, which has an address', async () => {
  const byId = await run(
    'plan',
    'targets.json',
    '--format',
    'inf',
    '--certificate',
    'mtls-cwa01.contoso.local-contoso',
  );
  const endpoint = 'contoso|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.11:5061';
  const byEndpoint = await run('plan', 'targets.json', '--format', 'inf', '--endpoint', endpoint);
  assert.equal(byId.stdout, byEndpoint.stdout);
  assert.match(byId.stdout, /^Subject = "CN=cwa01\.contoso\.local"\r$/m);
  assert.doesNotMatch(byId.stdout, /im\.contoso\.com"/);
  writeFileSync(join(folder, 'unresolved.json'), JSON.stringify({ targets: [{ host: 'www.contoso.com' }] }));
  const resolved = '-|-/server/www.contoso.com@192.0.2.7:443';
  assert.equal((await run('plan', 'unresolved.json', `--endpoint=${resolved}`)).exitCode, 0);
});

test('plan --certificate nope: lists what is planned, exit 2', async () => {
  const { exitCode, stderr, stdout } = await run('plan', 'targets.json', '--certificate', 'nope', '--endpoint', 'none');
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /--certificate: "nope" is not the id of a planned certificate; use virtual-server-im\.contoso\.com-contoso, /,
  );
  assert.match(stderr, /--endpoint: "none" has no planned certificate/);
});

test('plan of a wrong file: every problem as expand reports it, exit 2', async () => {
  writeFileSync(
    join(folder, 'wrong.json'),
    '{ "deployments": [ { "virtualServers": [ { "url": "im.contoso.com" } ] } ] }',
  );
  const planned = await run('plan', 'wrong.json');
  const expanded = await run('expand', 'wrong.json');
  assert.equal(planned.exitCode, 2);
  assert.equal(planned.stderr.replace('Nothing was planned.', 'Nothing was dialed.'), expanded.stderr);
});

test('plan --template: only in an INF; the built-in template draws a note', async () => {
  const named = await run('plan', 'targets.json', '--format', 'inf', '--template', 'CWA Web Server');
  assert.match(named.stdout, /^CertificateTemplate = "CWA Web Server"\r$/m);
  assert.equal(named.stderr, '');
  const builtIn = await run('plan', 'targets.json', '--format', 'inf', '--template', 'WebServer');
  assert.match(builtIn.stderr, /WebServer is the built-in template, whose keys cannot be exported/);
  const elsewhere = await run('plan', 'targets.json', '--format', 'openssl', '--template', 'CWA');
  assert.equal(elsewhere.exitCode, 2);
  assert.match(elsewhere.stderr, /--template: needs --format inf/);
});

test('plan -o FOLDER: a file for each request, stdout empty, and a table goes into no folder', async () => {
  const { exitCode, stdout, stderr } = await run('plan', 'targets.json', '--format', 'inf', '-o', 'new/requests/');
  assert.equal(exitCode, 0, stderr);
  assert.equal(stdout, '');
  const files = readdirSync(join(folder, 'new/requests'));
  assert.deepEqual(files.toSorted(), [
    'mtls-cwa01.contoso.local-contoso.inf',
    'reverse-proxy-internal-im.contoso.com-contoso.inf',
    'server-www.contoso.com.inf',
    'virtual-server-im.contoso.com-contoso.inf',
  ]);
  for (const file of files) assert.match(stderr, new RegExp(`^ {2}${file}$`, 'm'));
  const [first = ''] = files;
  const alone = await run('plan', 'targets.json', '--format', 'inf', '--certificate', first.replace('.inf', ''));
  assert.equal(readFileSync(join(folder, 'new/requests', first), 'utf8'), alone.stdout);
  const table = await run('plan', 'targets.json', '-o', 'elsewhere');
  assert.equal(table.exitCode, 2);
  assert.match(table.stderr, /--output: needs --format inf or --format openssl/);
  assert.equal(existsSync(join(folder, 'elsewhere')), false);
});

test('plan -o FILE: a file in place of the folder is exit 4, and stays', async () => {
  writeFileSync(join(folder, 'taken'), 'kept');
  const { exitCode, stderr } = await run('plan', 'targets.json', '--format', 'openssl', '-o', 'taken');
  assert.equal(exitCode, 4);
  assert.match(stderr, /^certmuster: taken/m);
  assert.equal(readFileSync(join(folder, 'taken'), 'utf8'), 'kept');
});

test('plan of something that cannot be planned: exit 3, and the rest is planned', async () => {
  const long = `https://${'a'.repeat(63)}.contoso.com`;
  writeFileSync(
    join(folder, 'long.json'),
    JSON.stringify({ deployments: [{ name: 'd', virtualServers: [{ url: long }] }], targets: [{ host: 'a.example' }] }),
  );
  const { exitCode, stdout } = await run('plan', 'long.json');
  assert.equal(exitCode, 3);
  assert.match(stdout, /^server-a\.example$/m);
  assert.match(stdout, /^Not planned: d:$/m);
});
