import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { scanOne } from './scan.ts';
import { writeAlert } from './scripted/server-flight.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { createContoso } from './contoso.ts';

const folder = temporaryFolder();
const trustFile = folder.write('root.pem', (await createContoso(new Date())).authority.root.pem);
after(() => folder.remove());

/** Scans a server that treats every connection in one way, and returns what was reported of it. */
async function scanAgainst(treat: (socket: Socket) => void): Promise<EndpointReport> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const target = { host: 'im.contoso.com', address: '127.0.0.1', port, trustFile };
  const { endpoint, exitCode } = await scanOne(folder, target, ['--timeout', '5s']);
  server.close();
  for (const socket of sockets) socket.destroy();
  assert.equal(endpoint.verdict, 'unreachable');
  assert.equal(exitCode, 3);
  return endpoint;
}

test('a plain HTTP server is named as such', async () => {
  const { failure } = await scanAgainst((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  });
  assert.deepEqual([failure?.stage, failure?.kind], ['tls', 'not-tls']);
  assert.match(failure?.message ?? '', /HTTP/);
});

test('an SSH banner is named as such', async () => {
  const { failure } = await scanAgainst((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'));
  assert.equal(failure?.kind, 'not-tls');
  assert.match(failure?.message ?? '', /SSH/);
});

test('an SMTP greeting is named as such', async () => {
  const { failure } = await scanAgainst((socket) => socket.write('220 mail.contoso.com ESMTP Postfix\r\n'));
  assert.equal(failure?.kind, 'not-tls');
  assert.match(failure?.message ?? '', /SMTP/);
});

test('a server that hangs up at once has closed, one that resets has reset', async () => {
  const closed = await scanAgainst((socket) => socket.end());
  assert.deepEqual([closed.failure?.stage, closed.failure?.kind], ['tls', 'closed']);
  const reset = await scanAgainst((socket) => socket.once('data', () => socket.resetAndDestroy()));
  assert.deepEqual([reset.failure?.stage, reset.failure?.kind], ['tls', 'reset']);
});

test('a fatal alert is reported by its name', async () => {
  const { failure } = await scanAgainst((socket) => socket.once('data', () => socket.end(writeAlert(0x0301, 112))));
  assert.deepEqual([failure?.stage, failure?.kind], ['tls', 'alert']);
  assert.match(failure?.message ?? '', /unrecognized[_ ]name/);
});
