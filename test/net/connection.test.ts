import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';

import { createInStep } from '../../src/async/in-step.ts';
import { connectTcp } from '../../src/net/connection.ts';

const address = '127.0.0.1';
const inStep = createInStep();
const never = new AbortController().signal;
const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

/** A server on an ephemeral port that does one thing with each connection. */
async function serve(serveOne: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    serveOne(socket);
  });
  servers.push(server);
  server.listen(0, address);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function open(port: number, signal = never) {
  const connected = await connectTcp({ address, port, signal }, inStep);
  assert.ok(connected.ok);
  return connected.value;
}

test('a closed port is refused', async () => {
  const port = await serve(() => undefined);
  const server = servers.pop();
  server?.close();
  await once(server as Server, 'close');
  const connected = await connectTcp({ address, port, signal: never }, inStep);
  assert.equal(connected.ok ? 'connected' : connected.error.kind, 'refused');
});

test('what is no IP literal is never looked up', async () => {
  const connected = await connectTcp({ address: 'localhost', port: 1, signal: never }, inStep);
  assert.deepEqual(connected, {
    ok: false,
    error: { kind: 'socket-error', message: 'localhost is not an IP address.' },
  });
});

test('bytes are handed out in order, then the FIN', async () => {
  const port = await serve((socket) => socket.once('data', () => socket.end('pong')));
  const connection = await open(port);
  connection.write(Buffer.from('ping'));
  const first = await connection.read();
  assert.equal(first.ok && Buffer.from(first.value).toString(), 'pong');
  const second = await connection.read();
  assert.equal(second.ok ? 'bytes' : second.error.kind, 'closed');
  connection.end();
});

test('what has arrived can be taken without waiting, and then more arrives', async () => {
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
  const connection = await open(await serve((socket) => socket.write(sent)));
  const taken: Uint8Array[] = [];
  const byteCount = (): number => taken.reduce((sum, { length }) => sum + length, 0);
  while (byteCount() < sent.length) {
    await untilSettled();
    taken.push(...connection.takeArrived());
  }
  assert.deepEqual(Buffer.concat(taken), sent);
  assert.deepEqual(connection.takeArrived(), []);
  connection.end();
});

test('a reset is told apart from a FIN', async () => {
  const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
  const connection = await open(port);
  connection.write(Buffer.from('ping'));
  const read = await connection.read();
  assert.equal(read.ok ? 'bytes' : read.error.kind, 'reset');
});

test('what arrived before a reset is still handed out', async () => {
  const port = await serve((socket) => socket.write('last words'));
  const connection = await open(port);
  const first = await connection.read();
  assert.equal(first.ok && Buffer.from(first.value).toString(), 'last words');
  connection.destroy({ kind: 'reset', message: 'test' });
  const second = await connection.read();
  assert.equal(second.ok ? 'bytes' : second.error.kind, 'reset');
});

test('an aborted signal ends a pending read, and says whether it was the time or the operator', {
  timeout: 20_000,
}, async () => {
  const port = await serve(() => undefined);
  for (const [reason, kind] of [
    [new DOMException('time is up', 'TimeoutError'), 'timeout'],
    [new Error('SIGINT'), 'aborted'],
  ] as const) {
    const controller = new AbortController();
    const connection = await open(port, controller.signal);
    const read = connection.read();
    controller.abort(reason);
    const outcome = await read;
    assert.equal(outcome.ok ? 'bytes' : outcome.error.kind, kind);
    const again = await connectTcp({ address, port, signal: controller.signal }, inStep);
    assert.equal(again.ok ? 'connected' : again.error.kind, kind);
  }
});

test('ending sends the last bytes and FIN, not RST', async () => {
  let seen: (text: string) => void = () => undefined;
  const lastBytes = new Promise<string>((resolve) => {
    seen = resolve;
  });
  const port = await serve((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
    });
    socket.on('error', (error) => seen(`error ${error.message}`));
    socket.on('end', () => {
      seen(text);
      socket.end();
    });
  });
  const connection = await open(port);
  connection.end(Buffer.from('bye'));
  assert.equal(await lastBytes, 'bye');
});

test('a peer that sends without end is paused, not buffered', async () => {
  const chunk = Buffer.alloc(65_536);
  const mostChunks = 1_024;
  const flooding = new EventEmitter();
  const ended = once(flooding, 'end');
  const port = await serve((socket) => {
    let sent = 0;
    const flood = (): void => {
      while (sent < mostChunks && socket.write(chunk)) sent += 1;
      if (sent >= mostChunks || socket.writableLength > 16 * chunk.length) flooding.emit('end', sent);
      else setImmediate(flood);
      sent += 1;
    };
    flood();
  });
  const connection = await open(port);
  const [sent] = await ended;
  // The buffers of the system hold some megabytes.
  assert.ok(sent < mostChunks / 2, `${sent} chunks were taken although nobody read`);
  const read = await connection.read();
  assert.ok(read.ok && read.value.length <= chunk.length);
  connection.destroy();
});

/** Sockets of this process, those of the servers included. */
const openSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** A handle is gone a few turns after it was closed. */
async function untilSettled(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A peer that never reads and never closes. */
async function connectToStubbornPeer(signal = never) {
  const arrived = new EventEmitter();
  const accepted = once(arrived, 'socket');
  const port = await serve((socket) => arrived.emit('socket', socket.pause()));
  const connection = await open(port, signal);
  const [peer]: Socket[] = (await accepted) as Socket[];
  assert.ok(peer);
  await untilSettled();
  return { connection, peer };
}

test('ending closes the socket although the peer never reads and never closes', async () => {
  const { connection, peer } = await connectToStubbornPeer();
  // More than the system takes for a peer that does not read.
  connection.write(Buffer.alloc(32 * 1_048_576));
  const before = openSockets();
  connection.end(Buffer.from('bye'));
  await untilSettled();
  assert.equal(openSockets(), before - 1);
  peer.destroy();
});

test('an aborted signal closes the socket, whatever the peer does', async () => {
  const controller = new AbortController();
  const { peer } = await connectToStubbornPeer(controller.signal);
  const before = openSockets();
  controller.abort(new DOMException('the time is up', 'TimeoutError'));
  await untilSettled();
  assert.equal(openSockets(), before - 1);
  peer.destroy();
});
