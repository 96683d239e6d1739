import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { createDialGuard, type DialGuard } from '../../src/net/dial-guard.ts';
import { parseAddressRange } from '../../src/model/address-range.ts';
import { createAsker } from '../../src/net/asker.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import type { FetchBounds } from '../../src/net/fetch-bounds.ts';
import { type FetchRequest, type Fetched, fetchUrl, MAX_REDIRECTS } from '../../src/net/fetch-url.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { startWebServer } from './web-server.ts';

const overrides = new Map([
  ['pki.contoso.com', ['127.0.0.1']],
  ['two.contoso.com', ['127.0.0.9', '127.0.0.1']],
  ['mixed.contoso.com', ['127.0.0.1', '127.0.0.9', '10.9.8.7']],
  ['inside.contoso.com', ['10.9.8.7']],
  ['many.contoso.com', [11, 12, 13, 14, 15, 16].map((last) => `127.0.0.${last}`)],
]);
const { resolve } = createNameResolver({ overrides, hostsFile: undefined, dnsServers: ['127.0.0.1:9'] });
const families = createAddressFamilies();

/** What would go on without an end fails. */
const bounded = { timeout: 20_000 };

test('what the machine may not dial at all is not fetched, whatever the endpoint allows, redirects included', async () => {
  const hosts = parseAddressRange('127.0.0.1');
  assert.ok(hosts);
  const inside = await startWebServer((_, response) => response.end('inside'));
  const server = await startWebServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: `${inside.origin}/` });
    response.end('outside');
  });
  const port = Number(new URL(server.origin).port);
  const guard = createDialGuard(
    [
      { hosts, ports: [port] },
      { hosts: 'pki.contoso.com', ports: [port] },
    ],
    '--allow',
  );
  assert.equal((await get(`${server.origin}/`, { guard })).record.outcome, 'fetched');
  assert.equal((await get(`http://pki.contoso.com:${port}/`, { guard })).record.outcome, 'fetched');
  const insidePort = new URL(inside.origin).port;
  for (const url of [
    `${inside.origin}/`,
    `${server.origin}/away`,
    `http://pki.contoso.com:${insidePort}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
  ]) {
    const { record } = await get(url, { guard });
    assert.equal(record.outcome, 'refused', url);
    assert.match(record.message, /is not among what --allow allows/);
  }
  assert.equal(inside.requests.length, 0);
  await Promise.all([server.close(), inside.close()]);
});

test('a body arrives whole, and the record says from where', async () => {
  const server = await startWebServer((_, response) => response.end('certificate'));
  const { record, body } = await get(`${server.origin}/ca.crt?a=b#c`);
  await server.close();
  assert.equal(Buffer.from(body ?? []).toString(), 'certificate');
  assert.equal(server.requests[0]?.url, '/ca.crt?a=b');
  assert.equal(server.requests[0]?.headers['cookie'], undefined);
  const { durationMs, ...rest } = record;
  assert.ok(durationMs >= 0);
  assert.deepEqual(rest, {
    method: 'GET',
    url: `${server.origin}/ca.crt?a=b#c`,
    redirects: [],
    address: '127.0.0.1',
    status: 200,
    bytes: 11,
    outcome: 'fetched',
    message: '11 bytes were fetched.',
  });
});

test('a name is dialed where it resolves to, under its own name', async () => {
  const server = await startWebServer((_, response) => response.end('x'));
  const { record } = await get(`http://pki.contoso.com:${server.port}/`);
  await server.close();
  assert.equal(record.outcome, 'fetched');
  assert.equal(server.requests[0]?.headers.host, `pki.contoso.com:${server.port}`);
});

test('a dead address of a name gives way to the next', async () => {
  const server = await startWebServer((_, response) => response.end('x'));
  const { record } = await get(`http://two.contoso.com:${server.port}/`);
  await server.close();
  assert.deepEqual([record.outcome, record.address], ['fetched', '127.0.0.1']);
});

test('an address that speaks no HTTP gives way to the next, and one that answers with an error does not', async () => {
  const server = await startWebServer((_, response) => response.end('x'));
  const odd = createServer((socket) => socket.resume().end('not HTTP\r\n\r\n'));
  await new Promise<void>((resolved) => odd.listen(server.port, '127.0.0.9', resolved));
  const { record } = await get(`http://two.contoso.com:${server.port}/`);
  assert.deepEqual([record.outcome, record.address], ['fetched', '127.0.0.1']);
  await new Promise((closed) => odd.close(closed));
  const lacking = createServer((socket) => socket.resume().end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'));
  await new Promise<void>((resolved) => lacking.listen(server.port, '127.0.0.9', resolved));
  const answered = await get(`http://two.contoso.com:${server.port}/`);
  assert.deepEqual([answered.record.outcome, answered.record.address], ['http-status', '127.0.0.9']);
  await new Promise((closed) => lacking.close(closed));
  await server.close();
});

test('addresses that were left out are counted', async () => {
  const { record } = await get('http://many.contoso.com:9/');
  assert.equal(record.outcome, 'connection-failed');
  assert.match(record.message, /Only 4 of 6 addresses were tried\.$/);
});

test('a question is posted with its type', async () => {
  const server = await startWebServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end(Buffer.concat(chunks));
  });
  const question = { bytes: Uint8Array.of(1, 2, 3), mediaType: 'application/ocsp-request' };
  const { record, body } = await get(`${server.origin}/`, { body: question });
  await server.close();
  assert.equal(record.method, 'POST');
  assert.deepEqual(body, Uint8Array.of(1, 2, 3));
  assert.equal(server.requests[0]?.headers['content-type'], 'application/ocsp-request');
});

test('loopback is refused without leave, and nothing is dialed', async () => {
  const server = await startWebServer((_, response) => response.end('x'));
  for (const url of [`${server.origin}/`, `http://pki.contoso.com:${server.port}/`, `http://0x7f.1:${server.port}/`]) {
    const { record, body } = await get(url, { allow: [] });
    assert.equal(body, undefined);
    assert.deepEqual([record.outcome, record.address], ['refused', null]);
    assert.match(record.message, /loopback/);
  }
  await server.close();
  assert.equal(server.requests.length, 0);
});

test('a name with an allowed address and a private one: the private one is not dialed, even if the other is dead', async () => {
  const inside = await startWebServer((_, response) => response.end('secret'));
  const { record, body } = await get(`http://mixed.contoso.com:${inside.port}/`, { allow: ['127.0.0.9'] });
  await inside.close();
  assert.equal(inside.requests.length, 0);
  assert.equal(body, undefined);
  assert.deepEqual([record.outcome, record.address], ['connection-failed', '127.0.0.9']);
});

test('nothing stays open once a fetch has ended, whatever the server does', bounded, async () => {
  for (const status of [200, 404]) {
    let closed: Promise<unknown> | undefined;
    const server = await startWebServer((request, response) => {
      closed = once(request.socket, 'close');
      response.writeHead(status).write('more than is taken, without an end');
    });
    const { body } = await get(`${server.origin}/`, { maxBytes: 10 });
    assert.equal(body, undefined);
    await closed;
    await server.close();
  }
});

test('a redirect to a refused address stops there', async () => {
  const inside = await startWebServer((_, response) => response.end('secret'), { address: '127.0.0.2' });
  for (const location of [
    `${inside.origin}/`,
    `//127.0.0.2:${inside.port}/`,
    'http://inside.contoso.com/',
    'http://[::ffff:7f00:2]/',
  ]) {
    const outside = await startWebServer((_, response) => response.writeHead(302, { location }).end());
    const { record, body } = await get(`${outside.origin}/`, { allow: ['127.0.0.1'] });
    await outside.close();
    assert.equal(body, undefined);
    assert.equal(record.outcome, 'refused', location);
    assert.equal(record.redirects.length, 1);
  }
  await inside.close();
  assert.equal(inside.requests.length, 0);
});

test('a redirect is followed and its way recorded; one to another scheme is not', async () => {
  const server = await startWebServer((request, response) => {
    if (request.url === '/a') response.writeHead(301, { location: '/b' }).end();
    else if (request.url === '/ldap') response.writeHead(302, { location: 'ldap://contoso/cn=ca' }).end();
    else response.end('b');
  });
  const followed = await get(`${server.origin}/a`);
  const stopped = await get(`${server.origin}/ldap`);
  await server.close();
  assert.deepEqual([followed.record.outcome, followed.record.redirects], ['fetched', [`${server.origin}/b`]]);
  assert.equal(stopped.record.outcome, 'not-followed');
});

test('an endless redirect ends', bounded, async () => {
  const server = await startWebServer((_, response) => response.writeHead(302, { location: '/again' }).end());
  const { record } = await get(`${server.origin}/`);
  await server.close();
  assert.equal(record.outcome, 'too-many-redirects');
  assert.equal(server.requests.length, MAX_REDIRECTS + 1);
});

test('a POST is not turned into a GET by a redirect', async () => {
  const server = await startWebServer((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
  const { record } = await get(`${server.origin}/`, { body: { bytes: Uint8Array.of(1), mediaType: 'a/b' } });
  await server.close();
  assert.deepEqual([record.outcome, record.status], ['http-status', 302]);
});

test('a body beyond the cap is not taken, announced or not', bounded, async () => {
  const chunk = Buffer.alloc(65_536);
  const server = await startWebServer((request, response) => {
    if (request.url === '/announced') {
      response.writeHead(200, { 'content-length': '1000000000' });
      response.write(chunk);
      return;
    }
    const pour = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  });
  const announced = await get(`${server.origin}/announced`, { maxBytes: 1_000 });
  const endless = await get(`${server.origin}/endless`, { maxBytes: 200_000 });
  await server.close();
  assert.deepEqual([announced.record.outcome, announced.record.bytes], ['too-large', 0]);
  assert.equal(endless.record.outcome, 'too-large');
  assert.match(endless.record.message ?? '', /The response has at least \d+ bytes; the limit is 200000\./);
  assert.ok(endless.record.bytes > 200_000 && endless.record.bytes < 1_000_000);
});

test('silence before and after the headers ends with the time', bounded, async () => {
  const server = await startWebServer((request, response) => {
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
    }
  });
  for (const path of ['/silent', '/half']) {
    const { record, body } = await get(`${server.origin}${path}`, { signal: AbortSignal.timeout(50) });
    assert.deepEqual([record.outcome, body], ['timeout', undefined]);
  }
  const interruption = new AbortController();
  const pending = get(`${server.origin}/silent`, { signal: interruption.signal });
  interruption.abort();
  assert.equal((await pending).record.outcome, 'aborted');
  await server.close();
});

test('other statuses, closed ports, unknown names and what is not HTTP are told apart', async () => {
  const server = await startWebServer((_, response) => response.writeHead(404).end('no'));
  const missing = await get(`${server.origin}/`);
  await server.close();
  assert.deepEqual([missing.record.outcome, missing.record.status], ['http-status', 404]);
  assert.equal((await get(`${server.origin}/`)).record.outcome, 'connection-failed');
  assert.equal((await get('http://unknown.contoso.com/')).record.outcome, 'name-not-resolved');
  for (const greeting of ['SSH-2.0-OpenSSH_9.2\r\n', '', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`]) {
    const peer = await startRawServer(greeting);
    const { port } = peer.address() as AddressInfo;
    assert.equal((await get(`http://127.0.0.1:${port}/`)).record.outcome, 'bad-response', greeting.slice(0, 20));
    await new Promise((done) => peer.close(done));
  }
});

test('URLs that are not followed are not dialed', async () => {
  const expected = [
    ['ldap:///CN=CA,DC=contoso?cACertificate?base', 'not-followed'],
    ['file:///etc/passwd', 'not-followed'],
    ['ftp://127.0.0.1/', 'not-followed'],
    ['http://user:secret@127.0.0.1/', 'refused'],
    ['pki.contoso.com/ca.crt', 'refused'],
    [`http://127.0.0.1/${'a'.repeat(8_000)}`, 'refused'],
  ] as const;
  for (const [url, outcome] of expected) {
    const { record } = await get(url);
    assert.deepEqual([record.outcome, record.address], [outcome, null], url.slice(0, 50));
  }
});

test('an https server is fetched from although its certificate is not trusted', async () => {
  const lab = await createAuthority({ organization: 'Contoso', now: new Date() });
  const made = await issueServerCertificate(lab, await makeKeyPair('p-256'), { names: ['pki.contoso.com'] });
  const server = await startWebServer((_, response) => response.end('x'), {
    tls: { key: made.key.pem, cert: made.pem },
  });
  const { record } = await get(`https://pki.contoso.com:${server.port}/`);
  await server.close();
  assert.equal(record.outcome, 'fetched', record.message);
});

test('a run asks each URL once, failures too, and another question again', async () => {
  const server = await startWebServer((request, response) => {
    if (request.url === '/missing') response.writeHead(404).end();
    else response.end('x');
  });
  const run = new AbortController();
  const { fetch, close } = createFetcher({
    resolve,
    families,
    monotonicMs: () => performance.now(),
    signal: run.signal,
  });
  const policy = policyOf(['127.0.0.1']);
  const request = (path: string, body?: FetchRequest['body']): FetchRequest => ({
    url: `${server.origin}${path}`,
    accept: '*/*',
    maxBytes: 1_000,
    ...(body === undefined ? {} : { body }),
  });
  const asker = createAsker(run);
  const both = await Promise.all([fetch(request('/a'), policy, asker), fetch(request('/a#b'), policy, asker)]);
  assert.equal(both[0].body, both[1].body);
  await fetch(request('/missing'), policy, asker);
  await fetch(request('/missing'), policy, asker);
  assert.equal(server.requests.length, 2);
  await fetch(request('/a', { bytes: Uint8Array.of(1), mediaType: 'a/b' }), policy, asker);
  assert.equal(server.requests.length, 3);
  const refused = await fetch(request('/a'), policyOf([]), asker);
  assert.equal(refused.record.outcome, 'refused');
  close();
  await server.close();
});

test('an endpoint without time gets its answer at once and leaves the fetch to the others', async () => {
  const answers: (() => void)[] = [];
  let arrived = (): void => undefined;
  const asked = new Promise<void>((resolveAsked) => {
    arrived = resolveAsked;
  });
  const server = await startWebServer((_, response) => {
    answers.push(() => response.end('x'));
    arrived();
  });
  const { fetch, close } = createFetcher({
    resolve,
    families,
    monotonicMs: () => performance.now(),
    signal: new AbortController().signal,
  });
  const policy = policyOf(['127.0.0.1']);
  const request = { url: `${server.origin}/`, accept: '*/*', maxBytes: 10 };
  const hurried = new AbortController();
  const first = fetch(request, policy, createAsker(hurried));
  const second = fetch(request, policy, createAsker(new AbortController()));
  await asked;
  hurried.abort(new DOMException('late', 'TimeoutError'));
  assert.equal((await first).record.outcome, 'timeout');
  for (const answer of answers) answer();
  assert.equal((await second).record.outcome, 'fetched');
  assert.equal(server.requests.length, 1);
  close();
  await server.close();
});

test('addresses of a family that this machine lacks are passed over, however many they are', async () => {
  const server = await startWebServer((_, response) => response.end('crl'));
  const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8::4', '127.0.0.1'];
  const lacking = createAddressFamilies({ ownAddresses: () => ['127.0.0.1'] });
  const options = {
    policy: policyOf(['2001:db8::/32', '127.0.0.1']),
    families: lacking,
    monotonicMs: () => performance.now(),
    signal: AbortSignal.timeout(10_000),
  };
  const request = { url: `${server.origin}/`, accept: '*/*', maxBytes: 10 };
  const fetched = await fetchUrl(request, { ...options, resolve: async () => ({ ok: true, value: addresses }) });
  const none = await fetchUrl(request, {
    ...options,
    resolve: async () => ({ ok: true, value: addresses.slice(0, 2) }),
  });
  await server.close();
  assert.deepEqual([fetched.record.outcome, fetched.record.address], ['fetched', '127.0.0.1']);
  assert.equal(none.record.outcome, 'connection-failed');
  assert.match(none.record.message, /^Not fetched: This machine has no IPv6, so 2001:db8::1 cannot be reached/);
});

test('a host that let three fetches time out is not asked again', bounded, async () => {
  const server = await startWebServer(() => undefined);
  const { fetch, close, prepare } = newFetcher({ fetchMs: 300 });
  await prepare();
  const asker = createAsker(new AbortController());
  const ask = (path: string) => fetch(requestFor(`${server.origin}${path}`), policyOf(['127.0.0.1']), asker);
  await Promise.all([ask('/a'), ask('/b'), ask('/c')]);
  const { record } = await ask('/d');
  close();
  await server.close();
  assert.equal(record.outcome, 'timeout');
  assert.match(record.message, /earlier fetches from this host timed out/);
  assert.ok(!server.requests.some(({ url }) => url === '/d'));
});

interface Options {
  readonly guard?: DialGuard;
  readonly allow?: readonly string[];
  readonly body?: NonNullable<FetchRequest['body']>;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

function get(url: string, options: Options = {}): Promise<Fetched> {
  const {
    allow = ['127.0.0.0/8', 'unknown.contoso.com'],
    body,
    maxBytes = 1_000_000,
    signal = new AbortController().signal,
  } = options;
  const request: FetchRequest = { url, accept: '*/*', maxBytes, ...(body === undefined ? {} : { body }) };
  return fetchUrl(request, {
    policy: policyOf(allow),
    guard: options.guard,
    resolve,
    families,
    monotonicMs: () => performance.now(),
    signal,
  });
}

function newFetcher(bounds: Partial<FetchBounds> = {}) {
  const { signal } = new AbortController();
  return createFetcher({ resolve, families, monotonicMs: () => performance.now(), signal, bounds });
}

function requestFor(url: string, maxBytes = 1_000): FetchRequest {
  return { url, accept: '*/*', maxBytes };
}

function policyOf(allow: readonly string[]) {
  const made = createAddressPolicy(allow);
  assert.ok(made.ok);
  return made.value;
}

async function startRawServer(greeting: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume().end(greeting);
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return server;
}
