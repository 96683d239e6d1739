import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const asRole = (role: string, host: string): readonly string[] => [
  '--role',
  role,
  '--host',
  host,
  '--trust',
  'root.pem',
];
const report = (text: string): ScanReport => scanReportSchema.parse(JSON.parse(text));

test('verify chain.pem: a sound certificate passes for its role, exit 0, and nothing is dialed', async () => {
  const { exitCode, stdout } = await place.run(['verify', 'chain.pem', ...asRole('virtual-server', 'im.contoso.com')]);
  assert.equal(exitCode, 0, stdout);
  assert.match(stdout, /^✓ +virtual-server +im\.contoso\.com +- /m);
  assert.equal(place.connections(), 0);
});

test('verify --format json: address, port, handshake and failure are null, and what needs a server is undetermined', async () => {
  const args = ['verify', 'chain.pem', ...asRole('virtual-server', 'im.contoso.com'), '--format', 'json'];
  const [endpoint, ...others] = report((await place.run(args)).stdout).endpoints;
  assert.deepEqual(others, []);
  assert.equal(endpoint?.id, '-|-/virtual-server/im.contoso.com@-:-');
  const { address, port, handshake, failure, verdict } = endpoint;
  assert.deepEqual(
    { address, port, handshake, failure, verdict },
    {
      address: null,
      port: null,
      handshake: null,
      failure: null,
      verdict: 'pass',
    },
  );
  const possession = endpoint.findings.find(({ check }) => check === 'key-possession');
  assert.equal(possession?.outcome, 'undetermined');
});

test('verify --role as-host: the name dialed is as.HOST, the certificate is that of HOST', async () => {
  assert.equal((await place.run(['verify', 'chain.pem', ...asRole('as-host', 'as.im.contoso.com')])).exitCode, 0);
  const { exitCode, stderr } = await place.run(['verify', 'chain.pem', ...asRole('as-host', 'im.contoso.com')]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--host: role as-host needs a host that begins with "as\."/);
});

test('verify --policy tls-server --role virtual-server: a policy judges only the roles it has', async () => {
  const args = ['verify', 'chain.pem', ...asRole('virtual-server', 'im.contoso.com'), '--policy', 'tls-server'];
  const { exitCode, stderr } = await place.run(args);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--role: policy tls-server has no role virtual-server; did you mean server\?/);
});

test('verify for a name that is not in it: exit 1, with the reason', async () => {
  const { exitCode, stdout } = await place.run([
    'verify',
    'chain.pem',
    ...asRole('virtual-server', 'chat.contoso.com'),
    '--details',
  ]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /^✗ critical +#1 /);
  assert.match(stdout, /^ {2}(?:consequence: )?name-match\//m);
});

test('verify leaf.der: a lone leaf lacks its intermediate', async () => {
  const { exitCode, stdout } = await place.run([
    'verify',
    'leaf.der',
    ...asRole('virtual-server', 'im.contoso.com'),
    '--details',
  ]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /^ {2}chain-completeness\//m);
});

test('verify chain.p7b: in PKCS #7 the leaf is found wherever it stands', async () => {
  const at = (name: string): string => join(place.folder, name);
  const [leaf = '', intermediate = ''] = readFileSync(at('chain.pem'), 'utf8').split(
    /(?<=-----END CERTIFICATE-----\n)/,
  );
  place.write('reversed.pem', intermediate + leaf);
  execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', at('reversed.pem'), '-out', at('chain.p7b')]);
  const p7b = await place.run(['verify', 'chain.p7b', ...asRole('virtual-server', 'im.contoso.com')]);
  assert.equal(p7b.exitCode, 0, p7b.stdout);
  // In PEM the order is what a server would send, and that is judged.
  const pem = await place.run(['verify', 'reversed.pem', ...asRole('virtual-server', 'im.contoso.com')]);
  assert.equal(pem.exitCode, 1);
});

test('verify -: reads standard input', async () => {
  const stdin = readFileSync(join(place.folder, 'chain.pem'), 'utf8');
  const { exitCode } = await place.run(['verify', '-', ...asRole('virtual-server', 'im.contoso.com')], { stdin });
  assert.equal(exitCode, 0);
});

test('verify targets.json: what is no certificate is refused, exit 2', async () => {
  const { exitCode, stderr } = await place.run(['verify', 'targets.json', ...asRole('server', 'im.contoso.com')]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^certmuster: targets\.json: 1 problem:\n {2}The file is neither PEM nor DER nor PKCS #7\.$/m);
});

test('verify --role mtls: needs no port, because nothing is dialed', async () => {
  const { exitCode } = await place.run(['verify', 'chain.pem', ...asRole('mtls', 'im.contoso.com')]);
  assert.notEqual(exitCode, 2);
});
