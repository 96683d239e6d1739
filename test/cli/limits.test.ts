import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

/** Serves connections by their number, counted from 1. */
async function startServer(address: string, serve: (socket: Socket, number: number) => void) {
  const sockets = new Set<Socket>();
  let count = 0;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    count += 1;
    serve(socket, count);
  });
  await new Promise<void>((ready) => server.listen(0, address, ready));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const target = (host: string, port: number, address: string): string => `${JSON.stringify({ host, port, address })}\n`;

test('scan --per-address 2: a third endpoint there waits, one elsewhere does not', async () => {
  const silent = await startServer('127.0.0.2', () => undefined);
  const list = [1, 2, 3, 4, 5].map((number) => target(`silent${number}.contoso.com`, silent.port, '127.0.0.2'));
  place.write('silent.ndjson', [...list, target('im.contoso.com', place.port, '127.0.0.1')].join(''));
  const args = ['scan', 'silent.ndjson', '--per-address', '2', '--timeout', '1m', '--format', 'ndjson', '--quiet'];
  const running = startCertmuster(args, { cwd: place.folder });
  await running.prints('"host":"im.contoso.com"');
  assert.equal(silent.connections(), 2);
  running.child.kill('SIGINT');
  const { stdout } = await running.done;
  silent.close();
  assert.equal(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').summary.notAudited, 5);
});

test('scan --concurrency 1: silent endpoints are slow ones, and the healthy one behind them is audited meanwhile', async () => {
  const silent = await startServer('127.0.0.2', () => undefined);
  const list = [1, 2, 3].map((number) => target(`silent${number}.contoso.com`, silent.port, '127.0.0.2'));
  place.write('slow.ndjson', [...list, target('im.contoso.com', place.port, '127.0.0.1')].join(''));
  const args = ['scan', 'slow.ndjson', '--concurrency', '1', '--timeout', '1m', '--format', 'ndjson', '--quiet'];
  const running = startCertmuster(args, { cwd: place.folder });
  await running.prints('"host":"im.contoso.com"');
  running.child.kill('SIGINT');
  const { stdout } = await running.done;
  silent.close();
  assert.equal(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '').summary.notAudited, 3);
});

test('scan --retries 1: an endpoint that reset every hello at first is audited, and the report says that it took two tries', async () => {
  const hellos = 7;
  const late = await startServer('127.0.0.1', (socket, number) => {
    if (number <= hellos) socket.once('data', () => socket.resetAndDestroy());
    else socket.pipe(connect(place.port, '127.0.0.1')).pipe(socket);
  });
  const args = ['scan', `im.contoso.com:${late.port}`, '--address', '127.0.0.1', '--retries', '1', '--format', 'json'];
  const running = startCertmuster(args, { cwd: place.folder });
  const { endpoints } = JSON.parse((await running.done).stdout);
  late.close();
  assert.equal(endpoints[0].retries, 1);
  assert.equal(endpoints[0].failure, null);
  assert.equal(endpoints[0].chain.length, 2);
});

test('scan --retries 1: a refusal is told after the first try', async () => {
  const { stdout, exitCode } = await place.run(['scan', '127.0.0.1:1', '--retries', '1', '--format', 'json']);
  const { endpoints } = JSON.parse(stdout);
  assert.equal(exitCode, 3);
  assert.equal(endpoints[0].retries, undefined);
  assert.doesNotMatch(endpoints[0].failure.message, /Tried/);
});

test('scan --jitter 1h: SIGINT ends the wait, nothing is dialed, and the report says so', async () => {
  const before = place.connections();
  const running = startCertmuster(['scan', place.url, '--jitter', '1h', '--output', 'json=late.json'], {
    cwd: place.folder,
  });
  await running.complains('The run starts in');
  running.child.kill('SIGINT');
  const { exitCode, stdout } = await running.done;
  assert.equal(exitCode, 130);
  assert.match(stdout, /3 endpoints were not audited/);
  assert.equal(place.connections(), before);
});

test('scan --jitter 1ms: the run starts and is a run like any other', async () => {
  const { exitCode, stdout } = await place.run(['scan', '127.0.0.1:1', '--jitter', '1ms', '--quiet']);
  assert.equal(exitCode, 3);
  assert.match(stdout, /unreachable/);
});
