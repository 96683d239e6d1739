import assert from 'node:assert/strict';
import { test } from 'node:test';

import { caller, bearer, startServer, token } from './start-server.ts';

test('/healthz answers everyone', async (context) => {
  const { get } = await startServer(context, { callers: [caller('admin', token, ['read'])] });
  const answer = await get('/healthz');
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { status: 'ok' });
});

test('/readyz: ready while the history can be written, the configuration is in force and a schedule is planned', async (context) => {
  const { get } = await startServer(context);
  const answer = await get('/readyz');
  assert.equal(answer.status, 200);
  const fine = { ok: true, reason: null };
  assert.deepEqual(await answer.json(), {
    status: 'ready',
    checks: { history: fine, configuration: fine, schedules: fine },
  });
});

test('/readyz: 503 with the reason if the last configuration is wrong, and the reason only for who may read', async (context) => {
  const { get, setConfiguration } = await startServer(context, { callers: [caller('admin', token, ['read'])] });
  setConfiguration({ error: { at: new Date(), message: 'schedules[0].cron: is wrong' } });
  const answer = await get('/readyz', { headers: bearer(token) });
  assert.equal(answer.status, 503);
  const { status, checks } = (await answer.json()) as { status: string; checks: Record<string, unknown> };
  assert.equal(status, 'not ready');
  assert.deepEqual(checks['configuration'], { ok: false, reason: 'schedules[0].cron: is wrong' });
  const bare = await get('/readyz');
  assert.equal(bare.status, 503);
  assert.doesNotMatch(await bare.text(), /cron/);
});

test('/readyz: 503 once the history cannot be written', async (context) => {
  const { get, service } = await startServer(context);
  service.database.exec('pragma query_only = on');
  const answer = await get('/readyz');
  service.database.exec('pragma query_only = off');
  assert.equal(answer.status, 503);
  const { checks } = (await answer.json()) as { checks: { history: { ok: boolean; reason: string } } };
  assert.match(checks.history.reason, /cannot be read and written: attempt to write a readonly database/);
});

test('/readyz: another process that writes just now is waited for by nobody, and is no fault', async (context) => {
  const { get, service } = await startServer(context);
  const path = String(service.database.prepare('pragma database_list').get()?.['file']);
  const { openHistory } = await import('../../../src/history/database.ts');
  const other = openHistory(path, { create: false });
  assert.ok(other.ok);
  other.value.exec('begin immediate');
  const answer = await get('/readyz');
  other.value.exec('rollback');
  other.value.close();
  assert.equal(answer.status, 200);
  assert.equal(service.database.prepare('pragma busy_timeout').get()?.['timeout'], 30_000);
});

test('/readyz: 503 if a schedule is due and does not start', async (context) => {
  const { get, service } = await startServer(context);
  const status = service.scheduler
    .status()
    .map((each) => ({ ...each, startsAt: new Date('2027-01-31T23:57:59.000Z') }));
  Object.assign(service.scheduler, { status: () => status });
  const answer = await get('/readyz');
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), /due and not started: contoso/);
});
