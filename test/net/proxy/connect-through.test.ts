import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';

import { createInStep } from '../../../src/async/in-step.ts';
import { createAddressFamilies } from '../../../src/net/address-families.ts';
import type { Connection } from '../../../src/net/connection.ts';
import { createConnector, type RouteRequest } from '../../../src/net/connector.ts';
import { createNameResolver } from '../../../src/net/name-resolver.ts';
import { createProxyBook } from '../../../src/net/proxy/proxy-book.ts';
import { startHttpProxy, startScripted } from './scripted-proxy.ts';

const bounded = { timeout: 20_000 };
const { resolve } = createNameResolver({
  overrides: new Map([['two.test', ['127.0.0.9', '127.0.0.1']]]),
  hostsFile: undefined,
  dnsServers: ['127.0.0.1:9'],
});

function connectorWith(only?: 'IPv4' | 'IPv6') {
  const families = createAddressFamilies(only === undefined ? {} : { only });
  const book = createProxyBook({ passwords: new Map([['http://audit@127.0.0.1:1', 'x']]) });
  return createConnector(createInStep(), { families, proxies: { book, resolve } });
}

function open(request: Partial<RouteRequest> & { readonly proxy: string }, timeoutMs = 10_000, only?: 'IPv4' | 'IPv6') {
  const signal = AbortSignal.timeout(timeoutMs);
  return connectorWith(only)({ address: 'server.test', port: 443, signal, ...request });
}

async function failureOf(
  ...args: Parameters<typeof open>
): Promise<{ readonly kind: string; readonly message: string }> {
  const opened = await open(...args);
  assert.ok(!opened.ok, 'it should have failed');
  return opened.error;
}

/** All that comes, until so many bytes are there. */
async function readText(connection: Connection, length: number): Promise<string> {
  let text = '';
  while (text.length < length) {
    const read = await connection.read();
    assert.ok(read.ok, read.ok ? '' : read.error.message);
    text += Buffer.from(read.value).toString('latin1');
  }
  return text;
}

const banner = '220 mx.contoso.test ESMTP\r\n';

test('a banner that comes in one piece with the answer of the proxy is there to be read', bounded, async () => {
  const proxy = await startScripted((socket) =>
    socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\n\r\n${banner}`)),
  );
  const opened = await open({ proxy: `http://127.0.0.1:${proxy.port}` });
  assert.ok(opened.ok);
  assert.equal(await readText(opened.value, banner.length), banner);
  opened.value.end();
  await proxy.close();
});

test('so it is if the proxy says everything byte by byte', bounded, async () => {
  const proxy = await startScripted((socket) => {
    socket.setNoDelay(true);
    socket.once('data', () => void dribble(socket, `HTTP/1.1 200 OK\r\nVia: x\r\n\r\n${banner}`));
  });
  const opened = await open({ proxy: `http://127.0.0.1:${proxy.port}` });
  assert.ok(opened.ok);
  assert.equal(await readText(opened.value, banner.length), banner);
  opened.value.end();
  await proxy.close();
});

async function dribble(socket: Socket, text: string): Promise<void> {
  for (const character of text) {
    socket.write(character);
    await new Promise((done) => setImmediate(done));
  }
}

test("the name is the proxy's to resolve: nothing here knows it", bounded, async () => {
  const server = await startScripted((socket) => socket.write('hello'));
  const proxy = await startHttpProxy({ 'server.test:443': server.port });
  const opened = await open({ proxy: `http://127.0.0.1:${proxy.port}` });
  assert.ok(opened.ok);
  assert.equal(await readText(opened.value, 5), 'hello');
  assert.deepEqual(proxy.asked, ['server.test:443']);
  opened.value.end();
  await Promise.all([proxy.close(), server.close()]);
});

test('of several addresses of a proxy the next is tried', bounded, async () => {
  const server = await startScripted((socket) => socket.write('hello'));
  const proxy = await startHttpProxy({ 'server.test:443': server.port });
  const opened = await open({ proxy: `http://two.test:${proxy.port}` });
  assert.ok(opened.ok);
  opened.value.end();
  await Promise.all([proxy.close(), server.close()]);
});

test("a proxy that cannot be reached is told as the proxy's, never as the endpoint's", bounded, async () => {
  const closed = createServer();
  const port = await new Promise<number>((done) => {
    closed.listen(0, '127.0.0.1', () => done((closed.address() as { port: number }).port));
  });
  await new Promise((done) => closed.close(done));
  const url = `http://127.0.0.1:${port}`;
  assert.deepEqual(await failureOf({ proxy: url }), {
    kind: 'proxy',
    message: `The proxy ${url} cannot be reached: the connection was refused: nothing listens there (ECONNREFUSED).`,
  });
  const nameless = await failureOf({ proxy: 'socks5://nowhere.test' });
  assert.equal(nameless.kind, 'proxy');
  assert.match(nameless.message, /^The proxy socks5:\/\/nowhere\.test:1080 has no address: /);
});

for (const [what, script, message] of [
  [
    'closes at once',
    (socket: Socket) => socket.end(),
    /gave no answer to the request for server\.test:443: the peer closed/,
  ],
  ['resets', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()), /gave no answer .*reset/],
  [
    'closes in its answer',
    (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 200 O')),
    /gave no answer/,
  ],
  ['is silent', (socket: Socket) => socket.resume(), /did not answer to the request .* within the time limit; it may/],
  ['floods', (socket: Socket) => flood(socket), /sent more than 16384 bytes instead of an answer/],
  [
    'is another server',
    (socket: Socket) => socket.write('SSH-2.0-OpenSSH\r\n'),
    /does not answer as an HTTP proxy does/,
  ],
  [
    'refuses',
    (socket: Socket) => socket.write('HTTP/1.1 403 No\r\n\r\n'),
    /does not allow a connection to server\.test:443/,
  ],
] as const) {
  test(`a proxy that ${what} fails as the proxy, and its connection is closed`, bounded, async () => {
    let ended: () => void = () => undefined;
    const gone = new Promise<void>((done) => {
      ended = done;
    });
    const proxy = await startScripted((socket) => {
      socket.on('close', ended);
      script(socket);
      socket.resume();
    });
    const failure = await failureOf({ proxy: `http://127.0.0.1:${proxy.port}` }, what === 'is silent' ? 300 : 10_000);
    assert.equal(failure.kind, 'proxy');
    assert.match(failure.message, message);
    assert.match(failure.message, new RegExp(`^The proxy http://127\\.0\\.0\\.1:${proxy.port} .*\\.$`));
    await gone;
    await proxy.close();
  });
}

function flood(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write('HTTP/1.1 100 Continue\r\nX: y\r\n\r\n'.repeat(100)));
  };
  socket.on('drain', more);
  more();
}

test("an interrupted run is not the proxy's failure", bounded, async () => {
  const interrupt = new AbortController();
  const proxy = await startScripted((socket) => {
    socket.resume();
    interrupt.abort();
  });
  const failure = await failureOf({ proxy: `http://127.0.0.1:${proxy.port}`, signal: interrupt.signal });
  assert.equal(failure.kind, 'aborted');
  await proxy.close();
});

test('-4 and -6 are about an address that is declared, not about the way to the proxy', bounded, async () => {
  const server = await startScripted((socket) => socket.write('hello'));
  const proxy = await startHttpProxy({ 'server.test:443': server.port, '[2001:db8::1]:443': server.port });
  const url = `http://127.0.0.1:${proxy.port}`;
  assert.equal((await failureOf({ proxy: url, address: '2001:db8::1' }, 10_000, 'IPv4')).kind, 'no-address-family');
  for (const address of ['server.test', '2001:db8::1']) {
    const opened = await open({ proxy: url, address }, 10_000, 'IPv6');
    assert.ok(opened.ok);
    opened.value.end();
  }
  assert.deepEqual(proxy.asked, ['server.test:443', '[2001:db8::1]:443']);
  await Promise.all([proxy.close(), server.close()]);
});

test(
  'the PROXY header goes to the listener, first: with the ends of a direct connection, without them through a proxy',
  bounded,
  async () => {
    const heard: string[] = [];
    const server = await startScripted((socket) => {
      socket.on('data', (data) => heard.push(data.toString('latin1')));
      socket.write('hello');
    });
    const direct = await connectorWith()({
      ...{ address: '127.0.0.1', port: server.port, proxyProtocol: 'v1' },
      signal: AbortSignal.timeout(10_000),
    });
    assert.ok(direct.ok);
    const local = direct.value.ends()?.localPort;
    await readText(direct.value, 5);
    const proxy = await startHttpProxy({ 'server.test:443': server.port });
    const behind = await open({ proxy: `http://127.0.0.1:${proxy.port}`, proxyProtocol: 'v1' });
    assert.ok(behind.ok);
    await readText(behind.value, 5);
    while (heard.length < 2) await new Promise((done) => setTimeout(done, 5));
    assert.deepEqual(heard, [`PROXY TCP4 127.0.0.1 127.0.0.1 ${local} ${server.port}\r\n`, 'PROXY UNKNOWN\r\n']);
    direct.value.end();
    behind.value.end();
    await Promise.all([proxy.close(), server.close()]);
  },
);

for (const [what, page] of [
  [
    'in one piece with its answer',
    (socket: Socket, request: Buffer) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${request}`),
  ],
  [
    'later, byte by byte',
    (socket: Socket, request: Buffer) => {
      socket.setNoDelay(true);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      void dribble(socket, request.toString('latin1'));
    },
  ],
  ['as text', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n220 welcome, audit:secret\r\n')],
] as const) {
  test(
    `a server that agrees to CONNECT and shows the login is no proxy, and is not quoted: ${what}`,
    bounded,
    async (t) => {
      const proxy = await startScripted((socket) => socket.once('data', (request) => page(socket, request)));
      t.after(() => proxy.close());
      const url = `http://audit@127.0.0.1:${proxy.port}`;
      const book = createProxyBook({ passwords: new Map([[url, 'secret']]) });
      const connect = createConnector(createInStep(), {
        families: createAddressFamilies({}),
        proxies: { book, resolve },
      });
      const signal = AbortSignal.timeout(10_000);
      const opened = await connect({ address: 'server.test', port: 443, signal, proxy: url });
      assert.ok(opened.ok);
      let heard = '';
      let read = await opened.value.read();
      for (; read.ok; read = await opened.value.read()) heard += Buffer.from(read.value).toString('latin1');
      assert.deepEqual(read.error, {
        kind: 'proxy',
        message: `The proxy ${url} sends back the login that it was given, and so opens no way to the server; name another proxy.`,
      });
      assert.ok(!heard.includes(Buffer.from('audit:secret').toString('base64')) && !heard.includes('secret'), heard);
    },
  );
}
