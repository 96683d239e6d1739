import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { decodeObservation } from '../../src/model/saved-documents.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { createCertificateFolder } from '../tls/certificates.ts';
import { type RunningServer, startOpenssl } from '../tls/servers.ts';
import { certmuster, type RunOptions } from './certmuster.ts';

const passphrase = 'correct horse battery staple';
const folder = createCertificateFolder();
const server = folder.make('server', 'rsa:2048', '-addext', 'subjectAltName=DNS:server.test');
folder.make('client', 'rsa:2048');
folder.make('other', 'ec:prime256v1');
const at = (name: string): string => join(folder.path, name);
let running: RunningServer;
/** Counts who comes: "nothing was dialed" has to be seen. */
let visits = 0;
const gate = createServer((socket) => {
  visits += 1;
  socket.destroy();
});

before(async () => {
  openssl('pkcs8', '-topk8', '-in', 'client.key', '-out', 'locked.key', '-passout', `pass:${passphrase}`);
  openssl('rsa', '-traditional', '-aes128', '-in', 'client.key', '-out', 'rsa.key', '-passout', `pass:${passphrase}`);
  openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'client.key', '-outform', 'DER', '-out', 'client.der');
  openssl('pkcs12', '-export', '-in', 'client.pem', '-inkey', 'client.key', '-out', 'client.pfx', '-passout', 'pass:x');
  writeFileSync(at('both.pem'), `${read('client.pem')}${read('client.key')}`);
  writeFileSync(at('backwards.pem'), `${read('other.pem')}${read('client.pem')}`);
  writeFileSync(at('passphrase'), `${passphrase}\n`);
  // As Windows PowerShell writes them.
  writeFileSync(at('wide-passphrase'), Buffer.from(`\ufeff${passphrase}\r\n`, 'utf16le'));
  writeFileSync(at('wide.key'), Buffer.from(`\ufeff${read('locked.key')}`, 'utf16le'));
  writeFileSync(at('wrong'), 'another passphrase\r\n');
  writeFileSync(at('empty'), '');
  running = await startOpenssl(
    server,
    ...['-tls1_2', '-cipher', 'AES128-GCM-SHA256', '-Verify', '1', '-verify_return_error', '-CAfile', at('client.pem')],
  );
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await running.stop();
  await new Promise((resolve) => gate.close(resolve));
  folder.remove();
});

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder.path, stdio: 'pipe' });
}

function read(name: string): string {
  return readFileSync(at(name), 'utf8');
}

function scan(args: readonly string[], options: RunOptions = {}) {
  const target = [`server.test:${running.port}`, '--address', '127.0.0.1', '--trust', 'server.pem', '--timeout', '5s'];
  return certmuster(['scan', ...target, ...args], { cwd: folder.path, ...options });
}

const shown = ['--prove-possession', '--client-cert', 'client.pem'];

for (const [what, key, options] of [
  ['PKCS #8', ['client.key'], {}],
  ['DER', ['client.der'], {}],
  ['an encrypted key', ['locked.key'], { environment: { CERTMUSTER_CLIENT_KEY_PASSPHRASE: passphrase } }],
  ['a key encrypted as of old', ['rsa.key', '--passphrase-file', 'passphrase'], {}],
  ['key and passphrase in UTF-16', ['wide.key', '--passphrase-file', 'wide-passphrase'], {}],
  ['a key beside its certificate', ['both.pem'], {}],
  [
    'a passphrase file, which beats the environment',
    ['locked.key', '--passphrase-file', 'passphrase'],
    { environment: { CERTMUSTER_CLIENT_KEY_PASSPHRASE: 'wrong' } },
  ],
] as const) {
  test(`a server that insists on a client certificate proves its key: ${what}`, async () => {
    const { stdout, stderr } = await scan([...shown, '--client-key', ...key, '--format', 'json'], options);
    assert.equal(stderr.includes('problem'), false, stderr);
    const [endpoint] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
    assert.equal(endpoint?.failure, null);
    assert.equal(endpoint?.handshake?.clientCertificateSent, true);
    assert.equal(endpoint?.handshake?.keyPossession, 'proven');
  });
}

test('without --client-cert the same server leaves the proof open, and the report says that none was sent', async () => {
  const { stdout } = await scan(['--prove-possession', '--format', 'json']);
  const [endpoint] = scanReportSchema.parse(JSON.parse(stdout)).endpoints;
  assert.equal(endpoint?.handshake?.clientCertificateSent, false);
  assert.equal(endpoint?.handshake?.keyPossession, 'undetermined');
  assert.equal(endpoint?.failure?.kind, 'alert');
});

test('neither key nor passphrase is in any report, saved observation or log', async () => {
  mkdirSync(at('out'));
  const formats = ['table', 'json', 'ndjson', 'csv', 'html', 'junit', 'markdown', 'prometheus', 'nagios'];
  const outputs = formats.flatMap((format) => ['--output', `${format}=out/report.${format}`]);
  const { stdout, stderr } = await scan(
    [...shown, '--client-key', 'locked.key', ...outputs, '--save-observations', 'out/run'],
    { environment: { CERTMUSTER_CLIENT_KEY_PASSPHRASE: passphrase } },
  );
  const files = readdirSync(at('out'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length > formats.length);
  const written = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const der = readFileSync(at('client.der'));
  // Twenty bytes of the modulus' neighbours: the private exponent stands at the end of the first third and beyond.
  const secrets = [passphrase, ...pieces(der.subarray(300)), read('client.key').split('\n')[8] ?? ''];
  for (const text of [stdout, stderr, ...written]) {
    for (const secret of secrets) assert.equal(text.includes(secret), false, secret);
  }
  const [observation = ''] = readFileSync(at('out/run/observations.ndjson'), 'utf8').split('\n');
  const decoded = decodeObservation(JSON.parse(observation));
  assert.equal(decoded.ok && decoded.value.handshake?.clientCertificateSent, true);
});

/** Each stretch of 24 bytes, as reports would write bytes. */
function pieces(bytes: Uint8Array): readonly string[] {
  const starts = Array.from({ length: Math.floor(bytes.length / 24) }, (_, index) => index * 24);
  return starts.flatMap((start) => {
    const piece = Buffer.from(bytes.subarray(start, start + 24));
    return [piece.toString('base64'), piece.toString('hex')];
  });
}

/** What is said of a client's files, with nothing dialed. */
async function refused(args: readonly string[], options: RunOptions = {}): Promise<readonly string[]> {
  const { port } = gate.address() as { readonly port: number };
  const target = [`server.test:${port}`, '--address', '127.0.0.1', '--trust', 'server.pem'];
  const { exitCode, stdout, stderr } = await certmuster(['scan', ...target, ...args], { cwd: folder.path, ...options });
  assert.equal(exitCode, 2, stderr);
  assert.equal(stdout, '');
  assert.equal(visits, 0);
  assert.ok(!stderr.includes(passphrase) && !stderr.includes(read('client.key').split('\n')[3] ?? ''));
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());
}

test('what does not fit together is exit 2 before anything is dialed', async () => {
  const proving = '--prove-possession';
  assert.deepEqual(await refused([...shown, '--client-key', 'other.key']), [
    '--client-key: other.key is not the key of the client certificate',
  ]);
  assert.deepEqual(await refused([proving, '--client-cert', 'backwards.pem', '--client-key', 'client.key']), [
    "--client-key: client.key is the key of certificate 2 in the file; put the client's own certificate first",
  ]);
  assert.deepEqual(await refused([...shown, '--client-key', 'locked.key']), [
    '--client-key: locked.key is encrypted, and no passphrase was given; use CERTMUSTER_CLIENT_KEY_PASSPHRASE or --passphrase-file',
  ]);
  assert.deepEqual(await refused([...shown, '--client-key', 'rsa.key']), [
    '--client-key: rsa.key is encrypted, and no passphrase was given; use CERTMUSTER_CLIENT_KEY_PASSPHRASE or --passphrase-file',
  ]);
  const wrong = 'contains no readable private key in PEM or DER, or the passphrase is wrong';
  for (const key of ['locked.key', 'rsa.key']) {
    assert.deepEqual(await refused([...shown, '--client-key', key, '--passphrase-file', 'wrong']), [
      `--client-key: ${key} ${wrong}`,
    ]);
  }
  assert.deepEqual(await refused([...shown]), ['--client-cert: needs its private key: --client-key FILE']);
  assert.deepEqual(await refused([proving, '--client-key', 'client.key']), [
    '--client-key: needs its certificate: --client-cert FILE',
  ]);
  assert.match((await refused([...shown, '--client-key', 'client.pfx']))[0] ?? '', /client\.pfx is a PKCS #12 file/);
  assert.deepEqual(await refused([...shown, '--client-key', 'client.pem']), [
    '--client-key: client.pem contains no readable private key in PEM or DER',
  ]);
});

test('without --prove-possession no exchange is completed, so a client certificate is refused with the reason', async () => {
  assert.deepEqual(await refused(['--client-cert', 'client.pem', '--client-key', 'client.key']), [
    '--client-cert: a client certificate is sent only if the handshake is completed; add --prove-possession',
  ]);
});

test('several problems are told together, those of other options too', async () => {
  const lines = await refused([
    ...['--client-cert', 'empty', '--client-key', 'missing.key', '--timeout', '5x'],
    ...['--passphrase-file', 'nowhere'],
  ]);
  assert.equal(lines.length, 5);
  assert.match(lines[0] ?? '', /^--timeout: /);
  assert.match(lines[1] ?? '', /add --prove-possession$/);
  assert.equal(lines[2], '--client-key: missing.key does not exist');
  assert.equal(lines[3], '--passphrase-file: names a file that does not exist');
  assert.equal(lines[4], '--client-cert: empty contains no certificate: The file is empty.');
});

test('a key or passphrase that is written where its file should be named is not repeated', async () => {
  const key = read('client.key');
  const [problem = ''] = await refused([...shown, `--client-key=${key}`]);
  assert.match(problem, /^--client-key: names a file that /);
  assert.deepEqual(await refused([...shown, '--client-key', key]), []);
  assert.deepEqual(await refused([...shown, '--client-key', 'locked.key', '--passphrase-file', passphrase]), [
    '--passphrase-file: names a file that does not exist',
  ]);
  const endless = passphrase.repeat(200);
  assert.deepEqual(await refused([...shown, '--client-key', 'locked.key', '--passphrase-file', endless]), [
    '--passphrase-file: names a file that cannot be used',
  ]);
});
