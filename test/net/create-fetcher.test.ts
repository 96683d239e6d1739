import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';

import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { createAsker } from '../../src/net/asker.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { type FetchBounds, fetchBounds } from '../../src/net/fetch-bounds.ts';
import type { Fetched } from '../../src/net/fetch-url.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const { resolve } = createNameResolver({ overrides: new Map(), hostsFile: undefined, dnsServers: ['127.0.0.1:9'] });

/** Silent fetches would let others begin beside them after a moment. */
const patient = { momentMs: 60_000, atOnceOfHost: 1_000 };

/** A fetcher for one web server. */
function fetchingFrom(server: WebServer, maxBytes: number, bounds: Partial<FetchBounds> = {}) {
  const { signal } = new AbortController();
  const families = createAddressFamilies();
  const { fetch, close } = createFetcher({ resolve, families, monotonicMs: () => performance.now(), signal, bounds });
  const policy = createAddressPolicy(['127.0.0.1']);
  assert.ok(policy.ok);
  // Each for an endpoint of its own, so that what one endpoint may have is no bound here.
  const get = async (path: string): Promise<Fetched> => {
    const asker = createAsker(new AbortController());
    const answer = await fetch({ url: `${server.origin}${path}`, accept: '*/*', maxBytes }, policy.value, asker);
    asker.close();
    return answer;
  };
  return { get, close };
}

test('no more fetches are under way at once than allowed', async () => {
  const held: ServerResponse[] = [];
  const arrivals = new EventEmitter();
  const server = await startWebServer((request, response) => {
    if (request.url === '/probe') response.end('x');
    else if (held.push(response) === fetchBounds.atOnce) arrivals.emit('full');
  });
  const full = once(arrivals, 'full');
  const { get, close } = fetchingFrom(server, 10, patient);
  const fetching = Array.from({ length: 3 * fetchBounds.atOnce }, (_, index) => get(`/${index}`));
  await full;
  // Whatever was begun together with those has arrived as well, once others that came later were answered.
  for (let asked = 0; asked < 5; asked += 1) await fetch(`${server.origin}/probe`).then((answer) => answer.text());
  assert.equal(held.length, fetchBounds.atOnce);
  close();
  await Promise.all(fetching);
  await server.close();
});

test('of bodies beyond what is remembered the oldest is forgotten, and asked for again', async () => {
  const body = Buffer.alloc(16 * 1_048_576);
  const server = await startWebServer((_, response) => response.end(body));
  const { get, close } = fetchingFrom(server, body.length);
  for (let index = 0; index < 9; index += 1) await get(`/${index}`);
  assert.equal(server.requests.length, 9);
  await get('/8');
  assert.equal(server.requests.length, 9);
  await get('/0');
  assert.equal(server.requests.length, 10);
  close();
  await server.close();
});

test('of answers beyond what is remembered the oldest is forgotten', async () => {
  const server = await startWebServer((_, response) => response.end('x'));
  const { get, close } = fetchingFrom(server, 10);
  await get('/first');
  // These cost no connection: URLs with credentials are refused, and remembered as that.
  const refusal = (index: number): string => `/${index}`.replace('/', `@127.0.0.1:${server.port}/`);
  for (let start = 0; start < 16_384; start += 1_024) {
    await Promise.all(Array.from({ length: 1_024 }, (_, index) => get(refusal(start + index))));
  }
  await get('/first');
  close();
  await server.close();
  assert.equal(server.requests.length, 2);
});
