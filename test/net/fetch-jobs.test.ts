import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { createAsker } from '../../src/net/asker.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { type FetchBounds, fetchBounds } from '../../src/net/fetch-bounds.ts';
import type { FetchRequest } from '../../src/net/fetch-url.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { standStill } from '../async/stand-still.ts';
import { collectGarbage } from './collect-garbage.ts';
import { startWebServer } from './web-server.ts';

test('an answer that arrived while this process stood still is read, although its time was over meanwhile', async () => {
  const fetchMs = 400;
  const server = await startWebServer((_, response) => {
    setTimeout(() => response.end('crl'), 20);
    standStill(fetchMs + 200);
  });
  const { fetch, close } = newFetcher({ fetchMs });
  const { record } = await fetch(requestFor(`${server.origin}/`), policy, newAsker());
  assert.equal(record.outcome, 'fetched', record.message);
  close();
  await server.close();
});

test('a host is not blamed for the time in which this process stood still', async () => {
  const fetchMs = 600;
  const silentOnce = await startWebServer((request, response) => {
    if (request.url?.startsWith('/never') === true) standStill(fetchMs);
    else response.end('crl');
  });
  const late = await startWebServer((request, response) => {
    const location = `${silentOnce.origin}/never${request.url?.slice(1) ?? ''}`;
    setTimeout(() => response.writeHead(302, { location }).end(), fetchMs * 0.8);
  });
  const { fetch, close } = newFetcher({ fetchMs });
  for (let index = 0; index < 3; index += 1) {
    const { record } = await fetch(requestFor(`${late.origin}/${index}`), policy, newAsker());
    assert.equal(record.outcome, 'timeout', record.message);
  }
  const { record } = await fetch(requestFor(`${silentOnce.origin}/crl`), policy, newAsker());
  assert.equal(record.outcome, 'fetched', record.message);
  close();
  await Promise.all([silentOnce.close(), late.close()]);
});

test('a fetch that goes on for those who ask later is not abandoned by one that joins it in the queue and leaves', async () => {
  const events = new EventEmitter();
  const held = new Map<string | undefined, ServerResponse>();
  const server = await startWebServer((request, response) => {
    if (request.url === '/answer') response.end('crl');
    else held.set(request.url, response);
    events.emit('request');
  });
  const slow = await startWebServer(
    (request, response) => {
      held.set(request.url, response);
      events.emit('request');
    },
    { address: '127.0.0.2' },
  );
  const { fetch, close } = newFetcher({ atOnceOfHost: 1 });
  const occupying = fetch(requestFor(`${slow.origin}/occupying`), policy, newAsker());
  await once(events, 'request');
  const request = requestFor(`${server.origin}/redirect`);
  const [first, second] = [new AbortController(), new AbortController()];
  const firstAnswer = fetch(request, policy, createAsker(first));
  await once(events, 'request');
  first.abort(new DOMException('late', 'TimeoutError'));
  assert.equal((await firstAnswer).record.outcome, 'timeout');
  held
    .get('/redirect')
    ?.writeHead(302, { location: `${slow.origin}/redirected` })
    .end();
  // It waits for its turn at the other host once a question asked later has been answered.
  await fetch(requestFor(`${server.origin}/answer`), policy, newAsker());
  const secondAnswer = fetch(request, policy, createAsker(second));
  second.abort(new DOMException('late', 'TimeoutError'));
  assert.match((await secondAnswer).record.message, /its turn had not come/);
  const third = fetch(request, policy, newAsker());
  held.get('/occupying')?.end('other');
  await occupying;
  if (!held.has('/redirected')) await once(events, 'request');
  held.get('/redirected')?.end('crl');
  const fourth = await fetch(request, policy, newAsker());
  assert.deepEqual([(await third).record.outcome, fourth.record.outcome], ['fetched', 'fetched']);
  assert.equal(slow.requests.length, 2);
  close();
  await Promise.all([server.close(), slow.close()]);
});

test('bytes of an address that broke off are not held', async () => {
  const body = Buffer.alloc(100_000);
  const server = await startWebServer((_, response) => response.end(body), { address: '127.0.0.2' });
  const broken = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(90_000)}`));
  });
  await new Promise<void>((listening) => {
    broken.listen(server.port, '127.0.0.1', listening);
  });
  const { fetch, close } = newFetcher({ bytesHeld: 320_000 });
  const [first, second] = [newAsker(), newAsker()];
  const retried = await fetch(requestFor(`http://two.example:${server.port}/`), policy, first);
  assert.deepEqual([retried.record.outcome, retried.record.address], ['fetched', '127.0.0.2']);
  // With what was broken off all would hold 390,000 bytes, and the second endpoint more than its half.
  for (const path of ['/a', '/b']) {
    const { record } = await fetch(requestFor(`${server.origin}${path}`), policy, second);
    assert.equal(record.outcome, 'fetched', record.message);
  }
  close();
  await server.close();
  await new Promise((closed) => broken.close(closed));
});

test('answers that are remembered keep no endpoint in memory, and count for its host still', async () => {
  const server = await startWebServer((_, response) => response.end('crl'));
  const { fetch, close } = newFetcher({ fruitlessOfHost: 2 });
  const gone: WeakRef<object>[] = [];
  const ask = async (path: string): Promise<void> => {
    const asker = newAsker();
    gone.push(new WeakRef(asker));
    await fetch(requestFor(`${server.origin}${path}`), policy, asker);
    asker.close();
  };
  for (const path of ['/a', '/b']) await ask(path);
  for (let count = 0; count < 3; count += 1) await collectGarbage();
  assert.deepEqual(
    gone.map((each) => each.deref()),
    [undefined, undefined],
  );
  const again = await fetch(requestFor(`${server.origin}/a`), policy, newAsker());
  again.wasUseful();
  assert.equal(server.requests.length, 2, 'it was remembered');
  close();
  await server.close();
});

const { resolve } = createNameResolver({
  overrides: new Map([['two.example', ['127.0.0.1', '127.0.0.2']]]),
  hostsFile: undefined,
  dnsServers: ['127.0.0.1:9'],
});
const made = createAddressPolicy(['127.0.0.0/8']);
assert.ok(made.ok);
const policy = made.value;

function newFetcher(bounds: Partial<FetchBounds> = {}) {
  const { signal } = new AbortController();
  const families = createAddressFamilies();
  return createFetcher({ resolve, families, monotonicMs: () => performance.now(), signal, bounds });
}

function requestFor(url: string, maxBytes = fetchBounds.bytesOfEndpoint): FetchRequest {
  return { url, accept: '*/*', maxBytes };
}

function newAsker() {
  return createAsker(new AbortController());
}
