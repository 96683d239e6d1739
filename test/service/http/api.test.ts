import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { HistoryDatabase } from '../../../src/history/database.ts';
import { createOutbox } from '../../../src/history/outbox.ts';
import { createScheduleLedger } from '../../../src/history/schedule-ledger.ts';
import { failing, leaf, record, serving, silent } from '../../history/runs.ts';
import { change, notification } from '../notify/notifications.ts';
import { type ServerUnderTest, startServer } from './start-server.ts';

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** Three runs: a cause comes and goes, a certificate is renewed on one of two endpoints, and an endpoint falls silent. */
function fill(database: HistoryDatabase): void {
  const renewed = serving('192.0.2.1', 'new', { chain: [leaf('new', { notAfter: '2027-03-01T00:00:00.000Z' })] });
  record(database, 1, [serving('192.0.2.1', 'old'), failing(serving('192.0.2.2', 'old'), 'expiry-margin')]);
  record(database, 2, [failing(renewed, 'key-strength'), serving('192.0.2.2', 'old')]);
  record(database, 3, [failing(renewed, 'key-strength'), silent('192.0.2.2')]);
  const ledger = createScheduleLedger(database);
  ledger.noteFailure(
    'contoso',
    new Date('2027-01-04T03:00:00.000Z'),
    'could not be started: targets.json does not exist',
  );
}

async function startFilled(
  context: TestContext,
): Promise<ServerUnderTest & { readonly ask: (path: string) => Promise<Answered> }> {
  const started = await startServer(context);
  fill(started.service.database);
  return { ...started, ask: (path) => askChecked(started, path) };
}

interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly body: any;
  readonly link: string | null;
}

/** Asks, and has the description judge the answer. */
async function askChecked({ get }: ServerUnderTest, path: string, options?: RequestInit): Promise<Answered> {
  const description = (await (await get('/api/v1/openapi.json')).json()) as Description;
  const answer = await get(path, options);
  const body = await answer.json();
  const { pathname } = new URL(path, 'http://localhost');
  const template = Object.keys(description.paths).find((each) => matches(each, pathname)) ?? '';
  const operation = description.paths[template]?.[(options?.method ?? 'GET').toLowerCase()];
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const schema = operation?.responses[answer.status]?.content[type]?.schema;
  assert.ok(schema, `${path}: ${answer.status} ${type} is not described`);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ ...schema, components: description.components });
  assert.ok(validate(body), `${path}: ${JSON.stringify(validate.errors)}`);
  return { status: answer.status, body, link: answer.headers.get('link') };
}

function matches(template: string, pathname: string): boolean {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
}

test('every route is described, and nothing that is not there', async (context) => {
  const { get, started } = await startFilled(context);
  const { openapi, paths } = (await (await get('/api/v1/openapi.json')).json()) as Description;
  assert.equal(openapi, '3.1.0');
  assert.ok(Object.keys(paths).length >= 14);
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters, responses }] of Object.entries(operations)) {
      const named = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      assert.deepEqual(
        named,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      const answer = await get(path.replaceAll(/\{\w+\}/g, '1'), { method: method.toUpperCase() });
      assert.ok(responses[answer.status], `${method} ${path}: ${answer.status}`);
      assert.doesNotMatch(await answer.text(), /There is nothing at this URL/);
    }
  }
  assert.equal(started(), 0);
});

test('schedules: when they are due, what runs, and how the last one ended', async (context) => {
  const { ask, get, service, endRun } = await startFilled(context);
  const { body } = await ask('/api/v1/schedules');
  const last = {
    dueAt: '2027-01-04T03:00:00.000Z',
    run: null,
    error: 'could not be started: targets.json does not exist',
  };
  assert.deepEqual(body, [{ name: 'contoso', nextAt: '2027-02-01T03:00:00.000Z', running: null, last }]);
  assert.equal((await get('/api/v1/schedules/contoso/run', { method: 'POST' })).status, 202);
  service.board.start('contoso', new Date('2027-02-01T00:00:30.000Z'), 7);
  service.board.endpoint('contoso', { verdict: 'pass' });
  const running = { since: '2027-02-01T00:00:30.000Z', endpoints: 7, audited: 1 };
  assert.deepEqual((await ask('/api/v1/schedules/contoso')).body, { name: 'contoso', nextAt: null, running, last });
  endRun();
});

test('a run is started once, and refused while it runs', async (context) => {
  const { get, started, endRun, log } = await startServer(context);
  const run = async (name: string): Promise<number> =>
    (await get(`/api/v1/schedules/${name}/run`, { method: 'POST' })).status;
  assert.equal(await run('contoso'), 202);
  assert.equal(await run('contoso'), 409);
  assert.equal(await run('fabrikam'), 404);
  assert.equal(await run('..%2fcontoso'), 404);
  assert.equal((await get('/api/v1/schedules/contoso/run')).status, 404);
  assert.equal(started(), 1);
  assert.deepEqual(log, ['http: anyone started contoso']);
  endRun();
});

test('runs, page by page', async (context) => {
  const { ask } = await startFilled(context);
  const first = await ask('/api/v1/runs?limit=2');
  assert.deepEqual(
    first.body.map(({ run }: { run: number }) => run),
    [3, 2],
  );
  assert.equal(first.link, '</api/v1/runs?limit=2&before=2>; rel="next"');
  const second = await ask('/api/v1/runs?limit=2&before=2');
  assert.deepEqual(
    second.body.map(({ run }: { run: number }) => run),
    [1],
  );
  assert.equal(second.link, null);
  assert.equal((await ask('/api/v1/runs?series=other')).body.length, 0);
  assert.equal((await ask('/api/v1/runs/2')).body.startedAt, '2027-01-02T00:00:00.000Z');
  assert.equal((await ask('/api/v1/runs/99')).status, 404);
});

test('a run that was imported from a report has no report to write', async (context) => {
  const { ask } = await startFilled(context);
  const { status, body } = await ask('/api/v1/runs/2/report');
  assert.equal(status, 409);
  assert.match(body.detail, /^Run 2 has no observations/);
});

test('causes: what stands, of which endpoint, since when, and what is gone', async (context) => {
  const { ask } = await startFilled(context);
  const keys = async (query: string): Promise<readonly string[]> =>
    (await ask(`/api/v1/causes${query}`)).body.map(({ key }: { key: string }) => key);
  assert.deepEqual(await keys(''), ['key-strength/broken']);
  assert.deepEqual(await keys('?all=true'), ['key-strength/broken', 'expiry-margin/broken']);
  assert.deepEqual(await keys('?all=true&since=2027-01-03T00:00:00Z'), []);
  assert.deepEqual(await keys('?since=2027-01-02T00:00:00.000Z'), ['key-strength/broken']);
  assert.deepEqual(await keys('?series=other'), []);
  const { body } = await ask('/api/v1/endpoints');
  const [one, two] = body.map(({ id }: { id: string }) => encodeURIComponent(id));
  assert.deepEqual(await keys(`?endpoint=${one}`), ['key-strength/broken']);
  assert.deepEqual(await keys(`?endpoint=${two}&all=true`), ['expiry-margin/broken']);
  assert.equal((await ask('/api/v1/causes?endpoint=none')).status, 404);
  const page = await ask('/api/v1/causes?all=true&limit=1');
  assert.equal(page.link, '</api/v1/causes?all=true&limit=1&offset=1>; rel="next"');
  assert.deepEqual(await keys('?all=true&limit=1&offset=1'), ['expiry-margin/broken']);
});

test('certificates: where they are served, and which expire', async (context) => {
  const { ask } = await startFilled(context);
  const { body } = await ask('/api/v1/certificates');
  assert.equal(body.length, 2);
  assert.equal((await ask('/api/v1/certificates?expiresWithinDays=28')).body.length, 2);
  assert.equal((await ask('/api/v1/certificates?expiresWithinDays=27')).body.length, 1);
  assert.equal((await ask('/api/v1/certificates?expiresWithinDays=0')).body[0].notAfter, '2027-01-01T00:00:00.000Z');
  assert.match((await ask('/api/v1/certificates?limit=1')).link ?? '', /offset=1/);
});

test('endpoints as they were last seen, and one with its history', async (context) => {
  const { ask } = await startFilled(context);
  const { body, link } = await ask('/api/v1/endpoints?limit=1');
  assert.match(link ?? '', /after=/);
  const next = await ask((link ?? '').slice(1, (link ?? '').indexOf('>')));
  const [silentOne] = next.body;
  assert.equal(silentOne.verdict, 'unreachable');
  assert.equal(silentOne.failure.kind, 'timeout');
  assert.equal(silentOne.lastSeen, '2027-01-03T00:00:00.000Z');
  assert.deepEqual(silentOne.series, ['targets.json']);
  assert.match(silentOne.certificate, /^[0-9a-f]{64}$/);
  const history = await ask(`/api/v1/endpoints/${encodeURIComponent(body[0].id)}`);
  assert.equal(history.body.certificates.length, 2);
  assert.equal((await ask('/api/v1/endpoints/none')).status, 404);
  assert.equal((await ask('/api/v1/endpoints?host=none')).body.length, 0);
  assert.equal((await ask(`/api/v1/endpoints?host=${body[0].host}`)).body.length, 2);
});

test('what changed between two runs', async (context) => {
  const { ask } = await startFilled(context);
  const last = await ask('/api/v1/diff');
  assert.deepEqual([last.body.before.name, last.body.after.name], ['run 2', 'run 3']);
  assert.equal(last.body.endpoints.silent.length, 1);
  const before = await ask('/api/v1/diff?to=2');
  assert.deepEqual([before.body.before.name, before.body.after.name], ['run 1', 'run 2']);
  assert.equal(before.body.causes.fixed.length, 1);
  assert.equal(before.body.certificates[0].pending.length, 1);
  assert.equal((await ask('/api/v1/diff?from=1')).body.after.name, 'run 3');
  assert.equal((await ask('/api/v1/diff?from=99')).status, 404);
  assert.equal((await ask('/api/v1/diff?to=1')).status, 404);
});

test('the configuration in force', async (context) => {
  const { ask, setConfiguration } = await startFilled(context);
  assert.equal((await ask('/api/v1/configuration')).body.error, null);
  setConfiguration({ error: { at: new Date('2027-02-01T00:00:00.000Z'), message: 'history: is missing' } });
  assert.equal((await ask('/api/v1/configuration')).body.error.message, 'history: is missing');
});

for (const [query, detail] of [
  ['limit=0', 'limit: should be a whole number from 1 to 1000.'],
  ['limit=1001', 'limit: should be a whole number from 1 to 1000.'],
  ['limit=', 'limit: should be a whole number from 1 to 1000.'],
  ['limit=-1', 'limit: should be a whole number from 1 to 1000.'],
  ['limt=1', 'limt: unknown key; did you mean limit?.'],
  ['series=', 'series: should not be empty.'],
  ['limit=1&limit=2', 'limit: should be text, is a list.'],
] as const) {
  test(`a wrong parameter is said: ${query}`, async (context) => {
    const { ask } = await startFilled(context);
    const { status, body } = await ask(`/api/v1/runs?${query}`);
    assert.equal(status, 400);
    assert.deepEqual(body, { type: 'about:blank', title: 'Bad Request', status: 400, detail });
  });
}

test('notifications: page by page, by channel and by what became of them, and those that were given up again', async (context) => {
  const { ask, get, log, service } = await startFilled(context);
  assert.deepEqual((await ask('/api/v1/channels')).body, []);
  const [outbox, at] = [createOutbox(service.database), new Date('2027-02-01T00:00:00.000Z')];
  outbox.keepChannels(['ops', 'mail'], at);
  for (const id of ['1', '2', '3']) outbox.add({ ...notification([change('a')]), id });
  outbox.add({ ...notification([change('a')], { channel: 'mail' }), id: '4' });
  const [dead, sent] = [outbox.next('ops'), outbox.next('mail')];
  assert.ok(dead && sent);
  outbox.noteFailed(dead, { at, error: 'status 500', nextAt: undefined });
  outbox.noteDelivered(sent, at);
  const numbers = async (query: string): Promise<readonly number[]> =>
    (await ask(`/api/v1/notifications${query}`)).body.map(({ number }: { number: number }) => number);
  assert.deepEqual(await numbers(''), [4, 3, 2, 1]);
  assert.deepEqual(await numbers('?status=dead'), [1]);
  assert.deepEqual(await numbers('?status=delivered&channel=ops'), []);
  const first = await ask('/api/v1/notifications?channel=ops&limit=2');
  assert.equal(first.link, '</api/v1/notifications?channel=ops&limit=2&before=2>; rel="next"');
  assert.deepEqual(await numbers('?channel=ops&limit=2&before=2'), [1]);
  assert.equal((await ask('/api/v1/notifications?status=lost')).status, 400);
  assert.equal(first.body[0].notification.summary, notification([change('a')]).summary);
  assert.deepEqual((await ask('/api/v1/channels')).body, [
    { channel: 'mail', failingSince: null, error: null, pending: 0, dead: 0, delivered: 1, failed: 0 },
    {
      channel: 'ops',
      failingSince: at.toISOString(),
      error: 'status 500',
      pending: 2,
      dead: 1,
      delivered: 0,
      failed: 1,
    },
  ]);
  const resend = async (number: number | string): Promise<number> =>
    (await get(`/api/v1/notifications/${number}/resend`, { method: 'POST' })).status;
  assert.deepEqual(
    [await resend(1), await resend(1), await resend(4), await resend(99), await resend('x')],
    [202, 409, 409, 404, 400],
  );
  assert.deepEqual(await numbers('?status=dead'), []);
  assert.deepEqual(log, ['http: anyone had notification 1 delivered again']);
});
