import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { beginTls, speakSmtp } from '../collect/smtp-peer.ts';
import { createDoorPki, type DoorPki, host } from '../doors/presentations.ts';
import { runCertmuster } from '../estate/run-certmuster.ts';
import { scanOne } from '../estate/scan.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';

const folder = temporaryFolder();
const sockets = new Set<Socket>();
let pki: DoorPki;
let trustFile: string;
let port: number;
let injecting: number;

before(async () => {
  pki = await createDoorPki();
  trustFile = folder.write('root.pem', pki.root);
  port = await serve(new Uint8Array());
  injecting = await serve(Buffer.from('250 2.1.0 Ok\r\n'));
});
after(() => {
  for (const socket of sockets) socket.destroy();
  folder.remove();
});

/** An SMTP server that begins TLS, and says something more with its go-ahead. */
async function serve(withGoAhead: Uint8Array): Promise<number> {
  const speak = speakSmtp(withGoAhead, (socket) => beginTls(socket, pki.sound));
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    speak(socket);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function shown(format: string): Promise<string> {
  const target = `smtp://${host}:${port}`;
  const args = ['scan', target, '--address', '127.0.0.1', '--trust', trustFile, '--format', format];
  const { stdout, exitCode, stderr } = await runCertmuster(args);
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

test('every format says that TLS began after STARTTLS, and the id does not', async () => {
  assert.match(await shown('table'), /127\.0\.0\.1:\d+ \(smtp\)/);
  assert.match(await shown('markdown'), /after STARTTLS/);
  assert.match(await shown('html'), /"startTls":"smtp"/);
  const [header = [], row = []] = (await shown('csv')).split('\r\n').map((line) => line.split('","'));
  assert.equal(row[header.indexOf('starttls')], 'smtp');
  const endpoint = JSON.parse((await shown('ndjson')).split('\n').find((line) => line.includes('"startTls"')) ?? '{}');
  assert.equal(endpoint.startTls, 'smtp');
  assert.equal(endpoint.id, `-|-/server/${host}@127.0.0.1:${port}`);
});

test('expand says what is spoken before TLS, and at which port', async () => {
  const { stdout } = await runCertmuster(['expand', `smtp://${host}`, `submission://${host}`, 'imap://192.0.2.7']);
  assert.match(stdout, /door\.contoso\.com:25 \(DNS, smtp\)/);
  assert.match(stdout, /door\.contoso\.com:587 \(DNS, smtp\)/);
  assert.match(stdout, /192\.0\.2\.7:143 \(imap\)/);
  const asJson = await runCertmuster(['expand', host, '--starttls', 'pop3', '--format', 'json']);
  const [endpoint] = JSON.parse(asJson.stdout);
  assert.deepEqual([endpoint.port, endpoint.startTls], [110, 'pop3']);
});

test('--starttls is for targets without a scheme: others keep theirs, and it is refused where there are no others', async () => {
  const mixed = await runCertmuster(['expand', `smtp://${host}`, `${host}:5432`, '--starttls', 'postgres']);
  assert.equal(mixed.exitCode, 0, mixed.stderr);
  assert.match(mixed.stdout, /door\.contoso\.com:25 \(DNS, smtp\)/);
  assert.match(mixed.stdout, /door\.contoso\.com:5432 \(DNS,\s+postgres\)/);
  for (const target of [`smtp://${host}`, `https://${host}`, `tls://${host}:25`]) {
    const refused = await runCertmuster(['expand', target, '--starttls', 'imap']);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /--starttls: is for targets without a scheme, and all of them have one; leave it out/);
  }
});

test('text that came with the go-ahead is a fault of the endpoint, whose chain is judged', async () => {
  const { endpoint, observation } = await scanOne(folder, {
    host,
    address: '127.0.0.1',
    port: injecting,
    starttls: 'smtp',
    trustFile,
  });
  assert.deepEqual(
    endpoint.causes.map(({ fault, title }) => [fault, title]),
    [['handshake-conformance/text-before-tls', 'Plain text came after the server had agreed to TLS (smtp)']],
  );
  assert.equal(
    endpoint.findings.find(({ check }) => check === 'handshake-conformance')?.observed,
    String.raw`250 2.1.0 Ok\x0d\x0a`,
  );
  assert.equal(endpoint.handshake?.keyPossession, 'proven');
  assert.deepEqual(observation.handshake?.startTls?.protocol, 'smtp');
  assert.equal(Buffer.from(observation.handshake?.startTls?.injected ?? []).toString(), '250 2.1.0 Ok\r\n');
});
