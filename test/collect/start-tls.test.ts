import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { type Presentation, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { StartTlsProtocol } from '../../src/model/vocabulary.ts';
import { collect, endpointAt } from './collecting.ts';
import { createPresenter, ders } from './presentations.ts';
import { beginTls, speakSmtp } from './smtp-peer.ts';
import { readTranscripts, saidBy } from '../tls/transcripts.ts';

const running: (() => void)[] = [];
let own: Presentation;

before(async () => {
  own = await (await createPresenter())('rsa-2048');
});
after(() => {
  for (const stop of running) stop();
});

/** A peer that does one thing with each connection. */
async function serve(serveOne: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serveOne(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port };
}

const observe = async (serveOne: (socket: Socket) => void, startTls: StartTlsProtocol = 'smtp', timeoutMs?: number) =>
  collect(endpointAt(await serve(serveOne), { startTls }), {}, timeoutMs);

test('TLS begins after the go-ahead', async () => {
  const { certificates, failure, handshake } = await observe(
    speakSmtp(new Uint8Array(), (socket) => beginTls(socket, own)),
  );
  assert.deepEqual([certificates.map(Buffer.from), failure], [ders(own), null]);
  assert.deepEqual(handshake?.startTls, { protocol: 'smtp' });
});

test('a whole flight that comes with the go-ahead is not read as TLS, and is kept', async () => {
  const transcript = readTranscripts().find(({ name }) => name.includes('12')) ?? readTranscripts()[0];
  assert.ok(transcript !== undefined);
  const forged = saidBy(transcript, 'server');
  assert.deepEqual([...forged.subarray(0, 2)], [0x16, 0x03]);
  const { certificates, failure, handshake } = await observe(speakSmtp(forged, (socket) => beginTls(socket, own)));
  assert.deepEqual([certificates.map(Buffer.from), failure], [ders(own), null]);
  assert.deepEqual(handshake?.startTls?.injected, forged.slice(0, 256));
});

test('where no ServerHello follows, the failure tells what came with the go-ahead', async () => {
  const { failure, handshake } = await observe(
    speakSmtp(Buffer.from('250 fine\r\n'), (socket) => socket.once('data', () => socket.end())),
  );
  assert.equal(handshake, null);
  assert.equal(failure?.kind, 'closed');
  assert.match(
    failure?.message ?? '',
    / After it had agreed to TLS, "250 fine\\r\\n" came in plain text; it was not read as TLS/,
  );
});

test('a server that goes on in plain text does not speak TLS, and no option would change that', async () => {
  const { failure } = await observe(
    speakSmtp(new Uint8Array(), (socket) => socket.once('data', () => socket.write('500 what?\r\n'))),
  );
  assert.equal(failure?.kind, 'not-tls');
  assert.match(failure?.message ?? '', /not TLS: it sent "500 what\?\\r\\n"\.$/);
});

test('a server that begins with TLS at once is told from one that is only slow as far as it can be', async () => {
  const { port } = await startTlsListener({ address: '127.0.0.1', chain: own.chain, key: own.key }).then((listener) => {
    running.push(() => void listener.close());
    return listener;
  });
  const silent = await collect(endpointAt({ port }, { startTls: 'imap' }), {}, 500);
  assert.equal(silent.failure?.kind, 'timeout');
  assert.match(
    silent.failure?.message ?? '',
    /^The time limit was reached while waiting for the greeting \(imap, before TLS\); the server sent nothing; if TLS begins at once on this port, leave out --starttls/,
  );
  const asked = await collect(endpointAt({ port }, { startTls: 'irc' }));
  assert.match(
    asked.failure?.message ?? '',
    /begins with TLS at once|the server sent nothing; if TLS begins at once on this port/,
  );
});

test('a connection that ends before TLS says what was awaited, and what was heard', async () => {
  const closed = await observe((socket) => socket.end('220-mx'));
  assert.deepEqual([closed.failure?.stage, closed.failure?.kind], ['tls', 'closed']);
  assert.equal(
    closed.failure?.message,
    'The peer closed the connection while waiting for the greeting (smtp, before TLS); the last it sent was "220-mx".',
  );
  const silent = await observe((socket) => socket.write('+OK hi\r\n'), 'pop3', 400);
  assert.match(
    silent.failure?.message ?? '',
    /while waiting for the answer to CAPA \(pop3, before TLS\); the last .* "\+OK hi"; use --timeout to allow it more time\.$/,
  );
  assert.equal(silent.attempts.length, 1);
});

test('a refusal is not tried again with other hellos', async () => {
  let connections = 0;
  const { failure, attempts } = await observe((socket) => {
    connections += 1;
    socket.write('554 5.7.1 no service\r\n');
  });
  assert.equal(failure?.kind, 'starttls');
  assert.deepEqual([connections, attempts.length], [1, 1]);
});

test('a server without STARTTLS that greets is reported with the option for it', async () => {
  const { failure } = await collect(endpointAt(await serve((socket) => socket.write('220 mx ESMTP\r\n'))));
  assert.equal(failure?.kind, 'not-tls');
  assert.match(
    failure?.message ?? '',
    /^The peer speaks SMTP, not TLS: it sent .*; to begin TLS there, use --starttls smtp \(smtp:\/\/HOST\)\.$/,
  );
});
