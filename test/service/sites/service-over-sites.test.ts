import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openHistory } from '../../../src/history/database.ts';
import { type Running, startCertmuster } from '../../cli/certmuster.ts';
import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { type Broker, startBroker } from '../../sites/rabbitmq.ts';
import {
  password,
  type RunningWorker,
  scannerUser,
  siteUser,
  startServer,
  startWorker,
} from '../../sites/site-place.ts';

let broker: Broker;
let server: Awaited<ReturnType<typeof startServer>>;
/** Takes its time, so that a run is under way for a while. */
let slowServer: Awaited<ReturnType<typeof startServer>>;
let worker: RunningWorker | undefined;
let service: Running | undefined;
const folder = temporaryFolder();

before(async () => {
  [broker, server, slowServer] = await Promise.all([
    startBroker(folder, { users: [scannerUser, siteUser('outside')] }),
    startServer(),
    startServer(200),
  ]);
  const host = { host: 'www.contoso.test', address: '127.0.0.1', site: 'outside' };
  folder.write(
    'targets.json',
    JSON.stringify({
      sites: [{ name: 'outside' }],
      targets: [
        { ...host, port: server.port },
        { host: 'here.contoso.test', address: '127.0.0.1', port: server.port },
      ],
    }),
  );
  const many = Array.from({ length: 400 }, (_, index) => ({
    ...host,
    host: `host-${index}.contoso.test`,
    port: slowServer.port,
  }));
  folder.write('many.json', JSON.stringify({ sites: [{ name: 'outside' }], targets: many }));
  folder.write('broker.password', `${password}\n`);
});
after(async () => {
  worker?.child.kill('SIGKILL');
  service?.child.kill('SIGKILL');
  await Promise.all([broker.close(), server.close(), slowServer.close()]);
  folder.remove();
});

/** Writes a configuration of one schedule, and starts the service on it. */
async function start(name: string, targets: string): Promise<{ readonly running: Running; readonly url: string }> {
  const options = { broker: broker.url('scanner'), 'broker-password-file': 'broker.password', 'site-wait': '60s' };
  const schedules = [{ name, cron: '0 0 1 1 *', targets: [targets], options }];
  folder.write(`${name}.json`, JSON.stringify({ history: `${name}.db`, http: { listen: '127.0.0.1:0' }, schedules }));
  const running = startCertmuster(['serve', '--config', `${name}.json`], { cwd: folder.path });
  service = running;
  return { running, url: await running.listens() };
}

const read = async (url: string): Promise<string> => await (await fetch(url)).text();
const runNow = async (url: string, name: string): Promise<void> => {
  assert.equal((await fetch(`${url}/api/v1/schedules/${name}/run`, { method: 'POST' })).status, 202);
};

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const metricOf = (text: string, name: string): number | undefined => {
  const [, value] = new RegExp(`^certmuster_site_${name}\\{site="outside",[^}]*\\} (\\S+)$`, 'm').exec(text) ?? [];
  return value === undefined ? undefined : Number(value);
};

test('a schedule sees endpoints from their sites, and page, API and metrics show how the sites stand', async () => {
  const { running, url } = await start('sites', 'targets.json');
  await running.complains('site outside: no worker is connected');
  assert.match(await read(url), /Sites<\/h2>.*outside.*No worker is connected.*none yet.*No run has audited/s);
  assert.equal(metricOf(await read(`${url}/metrics`), 'workers'), 0);
  worker = await startWorker(broker, 'outside', '--allow', '127.0.0.1');
  await runNow(url, 'sites');
  await running.complains('sites: run 1 ended');
  const seen = JSON.parse(await read(`${url}/api/v1/endpoints`)) as {
    host: string;
    site: unknown;
    seenFrom: unknown;
  }[];
  assert.deepEqual(
    seen.map(({ host, site, seenFrom }) => [host, site, seenFrom]),
    [
      ['here.contoso.test', null, null],
      ['www.contoso.test', 'outside', 'outside'],
    ],
  );
  const report = JSON.parse(await read(`${url}/api/v1/runs/1/report`)) as { endpoints: { seenFrom?: string }[] };
  assert.deepEqual(report.endpoints.map(({ seenFrom }) => seenFrom).toSorted(), ['outside', undefined]);
  await running.complains('site outside: workers are connected');
  assert.match(await read(url), /1 worker connected.*1 endpoint<\/a>, 1 of which the last run saw from there/s);
  const metrics = await read(`${url}/metrics`);
  assert.equal(metricOf(metrics, 'workers'), 1);
  assert.equal(metricOf(metrics, 'broker_up'), 1);
  assert.ok((metricOf(metrics, 'last_sign_of_life_timestamp_seconds') ?? 0) > 1_700_000_000);
  running.child.kill('SIGTERM');
  const { exitCode, stderr } = await running.done;
  assert.equal(exitCode, 0, stderr);
  assert.doesNotMatch(stderr + metrics, new RegExp(password));
});

test('a service that is killed within a run over sites makes it again, and drops what the broker kept for the run before', {
  timeout: 180_000,
}, async () => {
  worker?.child.kill('SIGKILL');
  worker = await startWorker(broker, 'outside', '--allow', '127.0.0.1', '--concurrency', '10');
  const results = (): readonly string[] =>
    broker.control('-q', 'list_queues', 'name').match(/certmuster\.results\.\S+/g) ?? [];
  const first = await start('killed', 'many.json');
  const before = slowServer.connections();
  await runNow(first.url, 'killed');
  await until(() => slowServer.connections() > before + 40);
  first.running.child.kill('SIGKILL');
  await first.running.done;
  const [left, ...others] = results();
  assert.ok(left !== undefined && others.length === 0);
  const again = await start('killed', 'many.json');
  await runNow(again.url, 'killed');
  await again.running.complains('killed: run 2 ended');
  assert.deepEqual(results(), []);
  const { url } = again;
  const seen = JSON.parse(await read(`${url}/api/v1/endpoints?limit=1000`)) as {
    seenFrom: unknown;
    failure: unknown;
  }[];
  assert.equal(seen.length, 400);
  assert.ok(seen.every(({ seenFrom, failure }) => seenFrom === 'outside' && failure === null));
  again.running.child.kill('SIGTERM');
  assert.equal((await again.running.done).exitCode, 0);
  const database = openHistory(`${folder.path}/killed.db`, { create: false });
  assert.ok(database.ok);
  assert.equal(database.value.prepare('select count(*) as n from run where site_run is not null').get()?.['n'], 0);
  database.value.close();
});

test('a run over sites that is cut off leaves no results at the broker', async () => {
  const { running, url } = await start('stopped', 'many.json');
  const before = slowServer.connections();
  await runNow(url, 'stopped');
  await until(() => slowServer.connections() > before + 40);
  running.child.kill('SIGTERM');
  const { exitCode, stderr } = await running.done;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /stopped: was cut off, and is made again/);
  assert.doesNotMatch(broker.control('-q', 'list_queues', 'name'), /certmuster\.results/);
});

test('options that cannot be used are found when the configuration is read, and no secret is quoted', async () => {
  const check = async (options: Readonly<Record<string, unknown>>): Promise<string> => {
    const schedules = [{ name: 'wrong', cron: '0 0 1 1 *', targets: ['targets.json'], options }];
    const modules = { web: { options: { broker: broker.url('scanner') }, targets: ['a.example'] } };
    folder.write('wrong.json', JSON.stringify({ history: 'wrong.db', schedules, modules }));
    const { exitCode, stderr } = await startCertmuster(['serve', '--config', 'wrong.json', '--check'], {
      cwd: folder.path,
    }).done;
    assert.equal(exitCode, 2, stderr);
    return stderr;
  };
  const inUrl = await check({ broker: 'amqp://scanner:hunter22@127.0.0.1' });
  assert.match(inUrl, /schedules\[0\]\.options\.broker: contains a password/);
  assert.doesNotMatch(inUrl, /hunter22/);
  assert.match(inUrl, /modules\.web\.options\.broker: cannot be used by a module/);
});

test('a broker that is out of reach is told, and hurts nothing else', async () => {
  const { running, url } = await start('away', 'targets.json');
  await running.complains('site outside: ');
  await broker.kill();
  await running.complains('site outside: its broker is out of reach');
  assert.match(await read(url), /The broker is out of reach:<\/strong> .*Last sign of life/s);
  const away = await read(`${url}/metrics`);
  assert.equal(metricOf(away, 'broker_up'), 0);
  assert.equal(metricOf(away, 'workers'), undefined);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  running.child.kill('SIGTERM');
  const { exitCode, stderr } = await running.done;
  assert.equal(exitCode, 0, stderr);
  assert.doesNotMatch(stderr + away, new RegExp(password));
});
