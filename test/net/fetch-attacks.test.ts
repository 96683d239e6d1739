import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { createDeadlines } from '../../src/async/deadlines.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { createAsker } from '../../src/net/asker.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { type FetchBounds, fetchBounds } from '../../src/net/fetch-bounds.ts';
import type { FetchRequest } from '../../src/net/fetch-url.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { startWebServer } from './web-server.ts';

const { resolve } = createNameResolver({ overrides: new Map(), hostsFile: undefined, dnsServers: ['127.0.0.1:9'] });
const mebibyte = 1_048_576;

test('an endpoint of silent pointers keeps no neighbour waiting', async () => {
  const silent = await Promise.all(hosts(28).map((address) => startWebServer(() => undefined, { address })));
  const sound = await startWebServer((_, response) => response.end('crl'));
  const { fetch, close } = newFetcher();
  const hostile = createAsker(new AbortController());
  for (const { origin } of silent) void fetch(requestFor(`${origin}/`), policy, hostile);
  const answers = await Promise.all(
    hosts(20).map((_, index) => fetch(requestFor(`${sound.origin}/${index}`), policy, neighbour())),
  );
  assert.deepEqual(outcomes(answers), ['fetched']);
  close();
  await Promise.all([...silent, sound].map((server) => server.close()));
});

test('time in our own queue is not the time of an endpoint', async () => {
  const silent = await startWebServer(() => undefined, { address: '127.0.0.2' });
  const sound = await startWebServer((_, response) => response.end('crl'));
  const { fetch, close } = newFetcher({ atOnce: 1, momentMs: 500 });
  const { within, stop } = createDeadlines(new AbortController().signal);
  void fetch(requestFor(`${silent.origin}/`), policy, neighbour());
  const answer = await within(100, (budget) => fetch(requestFor(`${sound.origin}/`), policy, createAsker(budget)));
  assert.equal(answer.record.outcome, 'fetched', answer.record.message);
  stop();
  close();
  await Promise.all([silent.close(), sound.close()]);
});

test('what never got its turn is told as a bound of ours, and asked again', async () => {
  const silent = await startWebServer(() => undefined, { address: '127.0.0.2' });
  const sound = await startWebServer((_, response) => response.end('crl'));
  const { fetch, close } = newFetcher({ sockets: 1, fetchMs: 400 });
  void fetch(requestFor(`${silent.origin}/`), policy, neighbour());
  const impatient = new AbortController();
  const first = fetch(requestFor(`${sound.origin}/`), policy, createAsker(impatient));
  impatient.abort(new DOMException('late', 'TimeoutError'));
  const { record } = await first;
  assert.equal(record.outcome, 'limit');
  assert.match(record.message, /^Not fetched: its turn had not come/);
  const second = await fetch(requestFor(`${sound.origin}/`), policy, neighbour());
  assert.equal(second.record.outcome, 'fetched', second.record.message);
  close();
  await Promise.all([silent.close(), sound.close()]);
});

test('time-outs are those of the host that was silent, not of the one that redirects to it, nor the other way round', async () => {
  const silent = await startWebServer(() => undefined, { address: '127.0.0.2' });
  const open = await startWebServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    const to = searchParams.get('to');
    if (to === null) response.end('crl');
    else response.writeHead(302, { location: to }).end();
  });
  const late = await startWebServer(
    (_, response) => setTimeout(() => response.writeHead(302, { location: `${open.origin}/never` }).end(), 350),
    { address: '127.0.0.3' },
  );
  const { fetch, close } = newFetcher({ fetchMs: 400 });
  const hostile = neighbour();
  const redirected = await Promise.all(
    hosts(5).map((_, index) =>
      fetch(requestFor(`${open.origin}/?to=${silent.origin}/${index}`), policy, index < 3 ? hostile : neighbour()),
    ),
  );
  await Promise.all(hosts(4).map((_, index) => fetch(requestFor(`${late.origin}/${index}`), policy, neighbour())));
  const neighbours = await Promise.all(
    hosts(5).map((_, index) => fetch(requestFor(`${open.origin}/${index}.crl`), policy, neighbour())),
  );
  const again = await fetch(requestFor(`${silent.origin}/again`), policy, neighbour());
  assert.deepEqual(outcomes(redirected), ['timeout']);
  assert.deepEqual(outcomes(neighbours), ['fetched']);
  assert.match(again.record.message, /earlier fetches from this host timed out/);
  close();
  await Promise.all([silent, open, late].map((server) => server.close()));
});

test('one endpoint cannot make a host silent for the others', async () => {
  const server = await startWebServer((request, response) => {
    if (request.url?.startsWith('/tarpit') !== true) response.end('crl');
  });
  const { fetch, close } = newFetcher({ fetchMs: 100 });
  const hostile = neighbour();
  await Promise.all(hosts(8).map((_, index) => fetch(requestFor(`${server.origin}/tarpit${index}`), policy, hostile)));
  const own = await fetch(requestFor(`${server.origin}/a`), policy, hostile);
  const other = await fetch(requestFor(`${server.origin}/b`), policy, neighbour());
  assert.match(own.record.message, /earlier fetches from this host timed out/);
  assert.equal(other.record.outcome, 'fetched');
  close();
  await server.close();
});

test('six endpoints of large bodies get their 32 MiB and no more, and what all hold is bounded', async () => {
  const piece = Buffer.alloc(65_536);
  let sent = 0;
  const server = createServer((socket) => {
    let left = 15 * mebibyte;
    const pour = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= piece.length;
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
      socket.end();
    };
    socket.on('error', () => undefined);
    socket.on('drain', pour);
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${left}\r\n\r\n`);
      pour();
    });
  });
  const origin = await listen(server);
  const { fetch, close } = newFetcher();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 10);
  const answers = await Promise.all(
    hosts(6).flatMap((_, endpoint) => {
      const asker = neighbour();
      return hosts(8).map((__, index) =>
        fetch(requestFor(`${origin}/${endpoint}-${index}`, 16 * mebibyte), policy, asker),
      );
    }),
  );
  clearInterval(watch);
  const got = answers.reduce((sum, { body: each }) => sum + (each?.length ?? 0), 0);
  assert.ok(got <= 6 * fetchBounds.bytesOfEndpoint, `${got} bytes`);
  // What is in the buffers of the system when a fetch is cut was sent and never read: some MiB for each of 12 sockets.
  assert.ok(sent <= 6 * fetchBounds.bytesOfEndpoint + 48 * 4 * mebibyte, `${sent} bytes were sent`);
  assert.ok(peak - before < 2.5 * fetchBounds.bytesHeld, `${peak - before} bytes of memory`);
  assert.ok(
    answers.some(({ record }) => record.outcome === 'limit' && /^Not fetched: at most \d+ bytes/.test(record.message)),
  );
  close();
  await new Promise((closed) => server.close(closed));
});

test('an endpoint that has used up its bytes costs its neighbours none', async () => {
  const body = Buffer.alloc(mebibyte);
  const server = await startWebServer((_, response) => response.end(body));
  const { fetch, close } = newFetcher({ bytesOfEndpoint: 4 * mebibyte });
  const hostile = neighbour();
  for (let index = 0; index < 8; index += 1) {
    await fetch(requestFor(`${server.origin}/${index}`, 2 * mebibyte), policy, hostile);
  }
  const own = await fetch(requestFor(`${server.origin}/own`, 2 * mebibyte), policy, hostile);
  const other = await fetch(requestFor(`${server.origin}/other`, 2 * mebibyte), policy, neighbour());
  assert.deepEqual([own.record.outcome, other.record.outcome], ['limit', 'fetched']);
  assert.ok(server.requests.length <= 6, `${server.requests.length} requests`);
  close();
  await server.close();
});

test('a hundred endpoints send a third party a few requests more than its share; who has answers is asked on', async () => {
  const third = await startWebServer((_, response) => response.writeHead(404).end());
  const responder = await startWebServer((request, response) => response.end(request.url), { address: '127.0.0.2' });
  const { fetch, close } = newFetcher();
  const ask = async (origin: string, pointers: number): Promise<void> => {
    await Promise.all(
      hosts(100).map(async (_, endpoint) => {
        const asker = neighbour();
        for (let index = 0; index < pointers; index += 1) {
          const answer = await fetch(requestFor(`${origin}/${endpoint}-${index}`), policy, asker);
          if (answer.body !== undefined) answer.wasUseful();
        }
      }),
    );
  };
  await ask(third.origin, 32);
  const late = await fetch(requestFor(`${third.origin}/late`), policy, neighbour());
  await ask(responder.origin, 4);
  assert.ok(third.requests.length <= fetchBounds.fruitlessOfHost + 101, `${third.requests.length} requests`);
  assert.equal(late.record.outcome, 'http-status', 'an endpoint that has asked nothing in vain is answered still');
  assert.equal(responder.requests.length, 400);
  close();
  await Promise.all([third.close(), responder.close()]);
});

test('each redirect counts as a request of its endpoint', async () => {
  const server = await startWebServer((request, response) => {
    const [, path = '', step = '0'] = (request.url ?? '').split('/');
    response.writeHead(302, { location: `/${path}/${Number(step) + 1}` }).end();
  });
  const { fetch, close } = newFetcher({ requestsOfEndpoint: 20 });
  const asker = neighbour();
  const answers = [];
  for (let index = 0; index < 8; index += 1)
    answers.push(await fetch(requestFor(`${server.origin}/${index}`), policy, asker));
  assert.equal(server.requests.length, 20);
  assert.equal(answers.at(-1)?.record.message, 'Not fetched: at most 20 requests are made for an endpoint.');
  close();
  await server.close();
});

const floods = [
  ['a status line', 'HTTP/1.1 200 ', 'A'.repeat(65_536)],
  ['headers', 'HTTP/1.1 200 OK\r\n', `a: ${'b'.repeat(1_000)}\r\n`.repeat(64)],
  ['chunk extensions', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', `1;${'x'.repeat(65_536)}\r\na\r\n`],
  ['one chunk extension', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', 'x'.repeat(65_536)],
  ['answers 103', '', 'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n'.repeat(1_500)],
  ['trailers', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n', `a: ${'b'.repeat(1_000)}\r\n`.repeat(64)],
] as const;

test('every byte counts against the cap, whatever it belongs to', async () => {
  for (const [what, head, flood] of floods) {
    const { origin, close: closeServer, read } = await startFlood(head, flood);
    const { fetch, close } = newFetcher();
    const { record } = await fetch(requestFor(`${origin}/`, mebibyte), policy, neighbour());
    close();
    assert.ok(['too-large', 'bad-response'].includes(record.outcome), `${what}: ${record.outcome}: ${record.message}`);
    // The rest is in the buffers of the two sockets.
    const sentBytes = await read();
    assert.ok(sentBytes < 16 * mebibyte, `${what}: ${sentBytes} bytes were sent`);
    await closeServer();
  }
});

test('however many pointers an endpoint has, its signal has one listener', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): number => warnings.push(warning);
  process.on('warning', onWarning);
  const silent = await Promise.all(hosts(30).map((address) => startWebServer(() => undefined, { address })));
  const { fetch, close } = newFetcher({ atOnce: 30 });
  const time = new AbortController();
  const asker = createAsker(time);
  const all = Promise.all(silent.map(({ origin }) => fetch(requestFor(`${origin}/`), policy, asker)));
  await new Promise((turn) => setImmediate(turn));
  time.abort(new DOMException('late', 'TimeoutError'));
  assert.deepEqual(outcomes(await all), ['timeout']);
  close();
  await Promise.all(silent.map((server) => server.close()));
  process.off('warning', onWarning);
  assert.deepEqual(warnings, []);
});

const made = createAddressPolicy(['127.0.0.0/8']);
assert.ok(made.ok);
const policy = made.value;

function newFetcher(bounds: Partial<FetchBounds> = {}) {
  const { signal } = new AbortController();
  const families = createAddressFamilies();
  return createFetcher({ resolve, families, monotonicMs: () => performance.now(), signal, bounds });
}

function requestFor(url: string, maxBytes = 1_000): FetchRequest {
  return { url, accept: '*/*', maxBytes };
}

function neighbour() {
  return createAsker(new AbortController());
}

/** So many addresses of loopback. */
function hosts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `127.0.1.${index + 1}`);
}

function outcomes(answers: readonly { readonly record: { readonly outcome: string } }[]): readonly string[] {
  return [...new Set(answers.map(({ record }) => record.outcome))];
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A peer that sends `head` and then `flood` for ever. `read`: the bytes that it could send. */
async function startFlood(head: string, flood: string) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const pour = (): void => {
        while (!socket.destroyed && socket.bytesWritten < 64 * mebibyte && socket.write(flood));
      };
      socket.on('drain', pour);
      socket.write(head);
      pour();
    });
  });
  const origin = await listen(server);
  return {
    origin,
    read: async () => {
      await Promise.all(
        sockets.map((socket) => socket.destroyed || new Promise((closed) => socket.once('close', closed))),
      );
      return sockets.reduce((sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength, 0);
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}
