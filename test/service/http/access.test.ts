import assert from 'node:assert/strict';
import { test } from 'node:test';

import { basic, bearer, caller, type ServerUnderTest, startServer, token } from './start-server.ts';
import { rightFor } from '../../../src/service/http/access/route-rights.ts';
import { exchange } from './raw-exchange.ts';

const other = 'another-secret-of-the-tests-0123';
const callers = [caller('reader', token, ['read']), caller('runner', other, ['run'])];

test('without a token nothing is shown, whether it is there or not', async (context) => {
  const { get } = await startServer(context, { callers });
  const bodies = new Set<string>();
  for (const path of ['/api/v1/runs', '/api/v1/endpoints/x', '/nothing', '/api/v1/schedules/none']) {
    const answer = await get(path);
    assert.equal(answer.status, 401, path);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="certmuster", Basic realm="certmuster"/);
    bodies.add(await answer.text());
  }
  assert.equal(bodies.size, 1);
});

test('a token is taken as a bearer, and as the password of any user', async (context) => {
  const { get } = await startServer(context, { callers });
  for (const headers of [bearer(token), basic('', token), basic('alice', token), { authorization: `bearer  ${token}` }])
    assert.equal((await get('/api/v1/runs', { headers })).status, 200);
});

const wrongTokens: readonly (readonly [string, Record<string, string>])[] = [
  ['shorter', bearer(token.slice(0, -1))],
  ['longer', bearer(`${token}x`)],
  ['another case', bearer(token.toUpperCase())],
  ['empty', { authorization: 'Bearer ' }],
  ['a long one', bearer('x'.repeat(8_000))],
  ['another scheme', { authorization: `Digest ${token}` }],
  ['basic without a colon', { authorization: `Basic ${Buffer.from(token).toString('base64')}` }],
  ['basic with the token as user', basic(token, '')],
  ['no base64', { authorization: 'Basic %%%' }],
  ['a name of an object', bearer('__proto__')],
];
for (const [name, headers] of wrongTokens) {
  test(`a wrong token is answered like none: ${name}`, async (context) => {
    const { get } = await startServer(context, { callers });
    const answer = await get('/api/v1/runs', { headers });
    const none = await get('/api/v1/runs');
    assert.equal(answer.status, 401);
    assert.equal(await answer.text(), await none.text());
    assert.deepEqual([...answer.headers.keys()], [...none.headers.keys()]);
  });
}

test('a caller does what its rights say, and nothing else', async (context) => {
  const { get, started } = await startServer(context, { callers });
  const run = '/api/v1/schedules/contoso/run';
  assert.equal((await get(run, { method: 'POST', headers: bearer(token) })).status, 403);
  assert.equal((await get('/api/v1/runs', { headers: bearer(other) })).status, 403);
  assert.equal(started(), 0);
  assert.equal((await get(run, { method: 'POST', headers: bearer(other) })).status, 202);
  assert.equal(started(), 1);
});

test('what a route needs', () => {
  assert.equal(rightFor('/probe', 'GET'), 'probe');
  assert.equal(rightFor('/healthz', 'GET'), 'none');
  assert.equal(rightFor('/api/v1/runs', 'HEAD'), 'read');
  assert.equal(rightFor('/api/v1/schedules/:name/run', 'POST'), 'run');
  assert.equal(rightFor(undefined, 'POST'), 'run');
  assert.equal(rightFor('constructor', 'GET'), 'read');
});

test('wrong tokens end in 429, are logged once a minute, and neither the log nor an answer has a secret', async (context) => {
  const { get, log } = await startServer(context, { callers });
  const seen: string[] = [];
  const statuses: number[] = [];
  for (let count = 0; count < 15; count += 1) {
    const answer = await get('/api/v1/runs', { headers: bearer(`${token}-wrong-${count}`) });
    statuses.push(answer.status);
    seen.push(JSON.stringify([...answer.headers]), await answer.text());
  }
  assert.deepEqual(statuses.slice(0, 10), Array(10).fill(401));
  assert.deepEqual(statuses.slice(10), Array(5).fill(429));
  assert.equal((await get('/healthz')).status, 200);
  assert.equal((await get('/api/v1/runs', { headers: bearer(token) })).status, 429);
  assert.deepEqual(log, ['http: turned away 127.0.0.1: a wrong token']);
  assert.doesNotMatch(seen.join(''), /secret-of/);
});

test('more requests than allowed are answered with 429 and when to come again', async (context) => {
  const { get } = await startServer(context, { requestsPerMinute: 5 });
  for (let count = 0; count < 5; count += 1) assert.equal((await get('/healthz')).status, 200);
  const answer = await get('/healthz');
  assert.equal(answer.status, 429);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  assert.equal(answer.headers.get('connection'), 'close');
});

test('where nobody has to show anything, a name that is not of this machine is refused (DNS rebinding)', async (context) => {
  const { port } = await startServer(context, { publicOrigin: 'https://audit.contoso.com' });
  const status = async (host: string): Promise<string> =>
    (await exchange(port, `GET /api/v1/runs HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(9, 12);
  for (const host of [`127.0.0.1:${port}`, 'localhost', '127.8.8.8', '[::1]:80', 'LOCALHOST:1', 'audit.contoso.com'])
    assert.equal(await status(host), '200', host);
  for (const host of [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'a@127.0.0.1',
    '',
    '2130706433',
  ])
    assert.equal(await status(host), '421', host);
});

const foreign: readonly (readonly [string, Record<string, string>])[] = [
  ['cross-site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
  [
    'a form of another site',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ],
  ['an origin alone', { origin: 'https://evil.example' }],
  ['no origin', { origin: 'null' }],
  ['another scheme', { origin: 'https://127.0.0.1' }],
];
for (const [name, headers] of foreign) {
  test(`a page of another site starts nothing: ${name}`, async (context) => {
    const { get, started } = await startServer(context);
    const answer = await send(await startedAt(get), headers);
    assert.equal(answer, 403);
    assert.equal(started(), 0);
  });
}

/** fetch does not let a caller set these headers. */
async function startedAt(get: ServerUnderTest['get']): Promise<number> {
  return Number(new URL((await get('/healthz')).url).port);
}

async function send(port: number, headers: Record<string, string>): Promise<number> {
  const lines = Object.entries(headers).map(([key, value]) => `${key}: ${value}\r\n`);
  const head = `POST /api/v1/schedules/contoso/run HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n`;
  return Number((await exchange(port, `${head}${lines.join('')}\r\n`)).slice(9, 12));
}

test('its own page, and a program, start a run', async (context) => {
  const { port, get, endRun, started } = await startServer(context);
  assert.equal(await send(port, { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }), 202);
  endRun();
  await get('/healthz');
  assert.equal(await send(port, { origin: `http://127.0.0.1:${port}` }), 202);
  endRun();
  await get('/healthz');
  assert.equal(await send(port, {}), 202);
  assert.equal(started(), 3);
});

test('a link from another site shows a page, and has nothing probed', async (context) => {
  const { port } = await startServer(context);
  const link = 'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n';
  const status = async (path: string, fields: string): Promise<string> =>
    (await exchange(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n`)).slice(
      9,
      12,
    );
  assert.equal(await status('/api/v1/runs', link), '200');
  assert.equal(await status('/api/v1/runs', 'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n'), '403');
});

test('other tokens count from the next request on; another address keeps all as it was', async (context) => {
  const { get, server, plan } = await startServer(context, { callers });
  assert.ok(server.update({ ...plan, callers: [caller('reader', other, ['read'])] }).ok);
  assert.equal((await get('/api/v1/runs', { headers: bearer(token) })).status, 401);
  assert.equal((await get('/api/v1/runs', { headers: bearer(other) })).status, 200);
  const moved = server.update({ ...plan, callers: [], addresses: [{ host: '127.0.0.1', port: 1 }] });
  assert.match(moved.ok ? '' : moved.error, /needs a restart; until then access stays as it was/);
  assert.equal((await get('/api/v1/runs')).status, 401);
});
