import assert from 'node:assert/strict';
import { Agent, request as nodeRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';

import { httpBounds } from '../../../src/service/http/http-bounds.ts';
import { exchange } from './raw-exchange.ts';
import { startServer } from './start-server.ts';

const head = 'Host: 127.0.0.1\r\nConnection: close\r\n';

/** What is sent, and with which status it is answered. */
const requests: readonly (readonly [string, string | Uint8Array, number])[] = [
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['TLS to a server without it', Buffer.from('160301020001000001fc0303', 'hex'), 400],
  ['two Content-Lengths', `POST /healthz HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  [
    'Content-Length and chunks',
    `POST / HTTP/1.1\r\n${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['a chunk size that is none', `POST / HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['NUL in a header', `GET /healthz HTTP/1.1\r\n${head}X: a\0b\r\n\r\n`, 400],
  ['NUL in the path', `GET /health\0z HTTP/1.1\r\n${head}\r\n`, 400],
  ['a bare line feed that would begin another header', `GET /healthz HTTP/1.1\r\n${head}X: a\rX-Evil: b\r\n\r\n`, 400],
  ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  [
    'a header that is too long',
    `GET /healthz HTTP/1.1\r\n${head}X: ${'x'.repeat(httpBounds.maxHeaderBytes)}\r\n\r\n`,
    431,
  ],
  ['thousands of headers', `GET /healthz HTTP/1.1\r\n${head}${'X: yyyy\r\n'.repeat(5_000)}\r\n`, 431],
  ['a URL that is too long', `GET /${'x'.repeat(httpBounds.maxUrlLength)} HTTP/1.1\r\n${head}\r\n`, 414],
  ['a parameter that is too long', `GET /api/v1/endpoints/${'x'.repeat(3_000)} HTTP/1.1\r\n${head}\r\n`, 414],
  ['a percent sign alone', `GET /api/v1/endpoints/%zz HTTP/1.1\r\n${head}\r\n`, 400],
  ['a path that climbs', `GET /api/v1/../../etc/passwd HTTP/1.1\r\n${head}\r\n`, 404],
  ['an encoded path that climbs', `GET /api/v1/endpoints/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n${head}\r\n`, 404],
  ['an encoded NUL', `GET /api/v1/endpoints/%00 HTTP/1.1\r\n${head}\r\n`, 404],
  ['an encoded name of an object', `GET /api/v1/schedules/__proto__ HTTP/1.1\r\n${head}\r\n`, 404],
  ['an encoded line', `GET /api/v1/endpoints/a%0d%0aSet-Cookie:%20x HTTP/1.1\r\n${head}\r\n`, 404],
  ['a whole URL, as proxies are sent', `GET http://evil.example/healthz HTTP/1.1\r\n${head}\r\n`, 400],
  ['__proto__ as a parameter', `GET /api/v1/runs?__proto__=1 HTTP/1.1\r\n${head}\r\n`, 400],
  ['constructor as a parameter', `GET /api/v1/runs?constructor=1 HTTP/1.1\r\n${head}\r\n`, 400],
  ['a parameter twice', `GET /api/v1/runs?limit=1&limit=2 HTTP/1.1\r\n${head}\r\n`, 400],
  ['a parameter in brackets', `GET /api/v1/runs?limit[a]=1 HTTP/1.1\r\n${head}\r\n`, 400],
  ['a limit that is none', `GET /api/v1/runs?limit=1e9 HTTP/1.1\r\n${head}\r\n`, 400],
  ['a quote for SQL', `GET /api/v1/causes?series='%20or%201=1-- HTTP/1.1\r\n${head}\r\n`, 200],
  [
    'a body that is too long',
    `POST /api/v1/schedules/contoso/run HTTP/1.1\r\n${head}Content-Length: 5000\r\n\r\n${'x'.repeat(5_000)}`,
    413,
  ],
  [
    'a body with __proto__',
    `POST /api/v1/schedules/none/run HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 28\r\n\r\n{"__proto__":{"admin":true}}`,
    404,
  ],
  ['OPTIONS', `OPTIONS / HTTP/1.1\r\n${head}Origin: http://evil.example\r\n\r\n`, 405],
  ['TRACE', `TRACE / HTTP/1.1\r\n${head}Cookie: a\r\n\r\n`, 405],
  ['PUT', `PUT /api/v1/runs HTTP/1.1\r\n${head}Content-Length: 0\r\n\r\n`, 405],
  ['DELETE', `DELETE /api/v1/runs/1 HTTP/1.1\r\n${head}\r\n`, 405],
  ['a method that nobody has heard of', `BREW / HTTP/1.1\r\n${head}\r\n`, 400],
  ['HEAD', `HEAD /healthz HTTP/1.1\r\n${head}\r\n`, 200],
  [
    'a wish to speak another protocol',
    `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`,
    200,
  ],
  ['a wish that nobody has heard of', `GET /healthz HTTP/1.1\r\n${head}Expect: the-unexpected\r\n\r\n`, 417],
];
for (const [name, bytes, status] of requests) {
  test(`${name}: ${status}, and the service goes on`, async (context) => {
    const { port, get, log } = await startServer(context);
    const answer = await exchange(port, bytes);
    assert.equal(Number(answer.slice(9, 12)), status, answer);
    if (status !== 417) assert.match(answer, /x-content-type-options: nosniff/i);
    if (status !== 417) assert.match(answer, /content-security-policy: default-src 'none'/i);
    assert.doesNotMatch(answer, /Set-Cookie|access-control|x-evil|root:/i);
    assert.equal((await get('/healthz')).status, 200);
    assert.deepEqual(log, []);
  });
}

test('CONNECT is closed without an answer', async (context) => {
  const { port, get } = await startServer(context);
  assert.equal(await exchange(port, 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'), '');
  assert.equal((await get('/healthz')).status, 200);
});

test('who sends a header byte by byte is cut off', async (context) => {
  const { port } = await startServer(context);
  const started = performance.now();
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', () => undefined);
  socket.write('GET /healthz HTTP/1.1\r\n');
  const timer = setInterval(() => socket.write('X: y\r\n'), 500);
  await once(socket, 'close');
  clearInterval(timer);
  assert.match(received, /^HTTP\/1\.1 408 /);
  assert.ok(performance.now() - started >= httpBounds.headersTimeoutMs - 100);
});

test('one address holds no more connections open than it may, and gets them back', async (context) => {
  const { port } = await startServer(context);
  const sockets: Socket[] = [];
  const fates: Promise<'answered' | 'closed'>[] = [];
  for (let count = 0; count < httpBounds.maxConnectionsPerAddress + 10; count += 1) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    fates.push(
      new Promise((resolve) => {
        socket.once('data', () => resolve('answered')).once('close', () => resolve('closed'));
      }),
    );
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  }
  const seen = await Promise.all(fates);
  assert.equal(seen.filter((fate) => fate === 'closed').length, 10);
  for (const socket of sockets) socket.destroy();
  await Promise.all(sockets.map((socket) => (socket.closed ? undefined : once(socket, 'close'))));
  let answer = '';
  // The server hears of their end a moment later.
  for (let tries = 0; tries < 1_000 && answer === ''; tries += 1) {
    answer = await exchange(port, `GET /healthz HTTP/1.1\r\n${head}\r\n`);
  }
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

test('ten thousand requests, pipelined over one connection after the other, are answered or turned away in bounded time', async (context) => {
  const { port } = await startServer(context, { requestsPerMinute: 2_000 });
  const one = 'GET /api/v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const counts = new Map<string, number>();
  for (let round = 0; round < 10; round += 1) {
    const answers = await exchange(
      port,
      `${one.repeat(999)}${one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`,
    );
    for (const [, status = ''] of answers.matchAll(/HTTP\/1\.1 (\d{3})/g))
      counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const answered = counts.get('200') ?? 0;
  assert.ok(answered >= 2_000 && answered < 4_000, `${answered} were answered`);
  assert.ok((counts.get('429') ?? 0) >= 1);
  assert.deepEqual([...counts.keys()].sort(), ['200', '429']);
});

test('ten thousand requests that are allowed are all answered', async (context) => {
  const { port } = await startServer(context);
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  context.after(() => agent.destroy());
  const ask = (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = nodeRequest({ port, host: '127.0.0.1', path: '/healthz', agent }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      });
      asked.on('error', reject).end();
    });
  let sound = 0;
  for (let batch = 0; batch < 100; batch += 1) {
    const statuses = await Promise.all(Array.from({ length: 100 }, ask));
    sound += statuses.filter((status) => status === 200).length;
  }
  assert.equal(sound, 10_000);
});

test('closing ends a connection on which half a request has come, within some seconds', async (context) => {
  const { port, server, get } = await startServer(context);
  const idle = connect(port, '127.0.0.1');
  idle.on('error', () => undefined);
  await once(idle, 'connect');
  idle.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /hea');
  await once(idle, 'data');
  const started = performance.now();
  await server.close();
  assert.ok(performance.now() - started < httpBounds.closingMs + 2_000);
  await assert.rejects(get('/healthz'));
});
