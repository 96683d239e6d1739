import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, afterEach, before, test } from 'node:test';

import { createScannerEngine } from '../../src/sites/amqp/scanner-engine.ts';
import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { requestFor, runAudit } from '../audit/auditing.ts';
import { endpointAt } from '../collect/collecting.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { checkPermissions } from './check-permissions.ts';
import { type Broker, startBroker } from './rabbitmq.ts';
import {
  endpointsOf,
  password,
  type RunningWorker,
  scannerUser,
  sitesRequest,
  siteUser,
  startServer,
  startWorker,
} from './site-place.ts';

let broker: Broker;
let server: Awaited<ReturnType<typeof startServer>>;
/** Takes its time before it shakes hands, so that batches are in hand for a while. */
let slowServer: Awaited<ReturnType<typeof startServer>>;
const folder = temporaryFolder();
before(async () => {
  [broker, server, slowServer] = await Promise.all([
    startBroker(folder, { users: [scannerUser, siteUser('inside'), siteUser('outside')] }),
    startServer(),
    startServer(100),
  ]);
});
after(async () => {
  await Promise.all([broker.close(), server.close(), slowServer.close()]);
  folder.remove();
});

/** No worker outlives its test. */
const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});

const hire: typeof startWorker = async (...args) => {
  const worker = await startWorker(...args);
  started.add(worker.child);
  return worker;
};

const allowAll = ['--allow', '127.0.0.0/8'] as const;

async function stop({ child, done }: RunningWorker): Promise<string> {
  child.kill('SIGTERM');
  const { exitCode, log } = await done;
  assert.equal(exitCode, 0, log);
  return log;
}

test('endpoints are seen from their sites, and the others from here', async () => {
  const workers = [await hire(broker, 'inside', '--allow', '127.0.0.1'), await hire(broker, 'outside', ...allowAll)];
  const { port } = server;
  const endpoints = [...endpointsOf('inside', port, 70), ...endpointsOf('outside', port, 130), endpointAt({ port })];
  const { endpoints: events, summary } = await runAudit(requestFor(endpoints, { sites: sitesRequest(broker) }));
  assert.equal(events.length, 201);
  assert.equal(new Set(events.map(({ report: { id } }) => id)).size, 201);
  assert.equal(summary.summary.summary.unreachable, 0);
  for (const { observation } of events) {
    assert.equal(observation.seenFrom, observation.endpoint.site);
    assert.equal(observation.certificates.length, 2);
  }
  for (const worker of workers) assert.match(await stop(worker), /stopped: \d+ requests seen/);
});

test('a worker that is killed loses nothing', async () => {
  const [doomed, other] = [
    await hire(broker, 'outside', ...allowAll, '--concurrency', '10'),
    await hire(broker, 'outside', ...allowAll, '--concurrency', '10'),
  ];
  const before = slowServer.connections();
  const audited = runAudit(requestFor(endpointsOf('outside', slowServer.port, 400), { sites: sitesRequest(broker) }));
  await until(() => slowServer.connections() > before + 100);
  doomed.child.kill('SIGKILL');
  const { endpoints } = await audited;
  assert.equal(new Set(endpoints.map(({ report: { id } }) => id)).size, 400);
  assert.ok(endpoints.every(({ observation }) => observation.certificates.length === 2));
  await stop(other);
});

test('a broker that is killed and comes back loses nothing', async () => {
  const worker = await hire(broker, 'outside', ...allowAll, '--concurrency', '10');
  const before = slowServer.connections();
  const audited = runAudit(requestFor(endpointsOf('outside', slowServer.port, 400), { sites: sitesRequest(broker) }));
  await until(() => slowServer.connections() > before + 100);
  await broker.kill();
  await broker.start();
  const { endpoints } = await audited;
  assert.equal(endpoints.length, 400);
  assert.equal(new Set(endpoints.map(({ report: { id } }) => id)).size, 400);
  assert.ok(endpoints.every(({ observation }) => observation.certificates.length === 2));
  await stop(worker);
});

test('a scan that is killed is resumed: every endpoint stands in its report once', async () => {
  const worker = await hire(broker, 'outside', ...allowAll, '--concurrency', '10');
  const count = 600;
  const list = folder.write(
    'list.ndjson',
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ host: `host-${index}.outside`, address: '127.0.0.1', port: slowServer.port }),
    ).join('\n'),
  );
  const report = `${folder.path}/report.ndjson`;
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        repositoryPath('dist/test/sites/site-scan.js'),
        ...[list, '--broker', broker.url('scanner'), '--resume', report],
      ],
      { env: { ...process.env, CERTMUSTER_BROKER_PASSWORD: password }, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  for (const lines of [100, 300]) {
    const killed = start();
    await until(() => countLines(report) > lines);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
  }
  await once(start(), 'exit');
  const ids = readLines(report).flatMap((line) => ('id' in line ? [line['id']] : []));
  assert.equal(ids.length, count);
  assert.equal(new Set(ids).size, count);
  // What the killed scans had asked for was not asked for again without end.
  const [, seen = ''] = /stopped: (\d+) requests seen/.exec(await stop(worker)) ?? [];
  assert.ok(Number(seen) < 3 * count, `${seen} requests for ${count} endpoints`);
});

test('a worker dials nothing outside its allowance, whatever it is sent', async () => {
  const [allowed, refused] = [await countingServer(), await countingServer()];
  const worker = await hire(
    broker,
    'outside',
    ...['--allow', `127.0.0.2`, '--allow', `127.0.0.1:${allowed.port}`, '--allow', `localhost:${refused.port - 1}`],
  );
  const at = (id: string, changes: Partial<ReturnType<typeof endpointAt>>) => ({
    ...endpointAt({ port: refused.port }),
    ...{ id, site: 'outside' },
    ...changes,
  });
  const outside = [
    at('address', { address: '127.0.0.1' }),
    at('mapped', { address: '::ffff:127.0.0.1' }),
    at('name', { host: 'localhost', address: null as unknown as string }),
    at('allowed-name', { host: 'localhost', address: '127.0.0.1' }),
    at('looked-up', { lookupName: 'localhost', address: null as unknown as string }),
    at('by-proxy', { proxy: `http://127.0.0.1:${refused.port}`, address: '127.0.0.2' }),
    at('to-proxy', { proxy: `http://127.0.0.1:${allowed.port}`, address: '127.0.0.1' }),
    at('proxied-name', { proxy: `socks5://127.0.0.1:${allowed.port}`, host: 'localhost' }),
    at('without-sni', { address: '127.0.0.1', probeWithoutServerName: true, sniProbe: 'x.test' }),
    at('starttls', { address: '127.0.0.1', startTls: 'smtp' }),
  ];
  const inside = at('allowed', { address: '127.0.0.1', port: allowed.port });
  const { endpoints } = await runAudit(requestFor([...outside, inside], { sites: sitesRequest(broker) }));
  const kinds = endpoints.map(({ observation: { endpoint, failure } }) => [endpoint.id, failure?.kind]);
  for (const [id, kind] of kinds) {
    if (id !== 'allowed') assert.equal(kind, 'not-allowed', `${id}: ${kind}`);
  }
  assert.ok(endpoints.length >= 11);
  assert.equal(refused.connections(), 0);
  assert.ok(allowed.connections() > 0);
  const [first] = endpoints;
  assert.match(
    first?.observation.failure?.message ?? '',
    /is not among what --allow allows; to allow it, start the worker with --allow/,
  );
  await stop(worker);
  await Promise.all([allowed.close(), refused.close()]);
});

test('without --allow a worker says that it dials nothing, and dials nothing', async () => {
  const refused = await countingServer();
  const worker = await hire(broker, 'outside');
  const { endpoints } = await runAudit(
    requestFor(endpointsOf('outside', refused.port, 3), { sites: sitesRequest(broker) }),
  );
  assert.deepEqual([...new Set(endpoints.map(({ observation }) => observation.failure?.kind))], ['not-allowed']);
  assert.equal(refused.connections(), 0);
  assert.match(await stop(worker), /nothing is allowed, so nothing will be dialed; use --allow or --allow-file/);
  await refused.close();
});

test('a site without a worker is unreachable, with how long was waited', async () => {
  const { endpoints } = await runAudit(
    requestFor(endpointsOf('inside', server.port, 2), { sites: sitesRequest(broker, { waitMs: 2_000 }) }),
  );
  for (const { report } of endpoints) {
    assert.equal(report.verdict, 'unreachable');
    assert.match(
      report.failure?.message ?? '',
      /^No worker of the site inside was connected to the broker for [2-9] s;/,
    );
  }
});

test('the user of a site cannot take the batches or the results of others, nor write in their name', async () => {
  const { connect } = await import('amqplib');
  const run = 'a'.repeat(32);
  const url = parseBrokerUrl(broker.url('scanner'));
  assert.ok(url.ok);
  const scanner = createScannerEngine({ access: { url: url.value, password }, name: 'test', random: () => 0 });
  scanner.takeResults(run, () => undefined);
  await scanner.offer('inside', Buffer.from('{}'));
  await scanner.offer('outside', Buffer.from('{}'));
  const model = await connect(`amqp://outside:${password}@127.0.0.1:${broker.port}`);
  await checkPermissions(model, { own: 'outside', other: 'inside', run });
  await model.close();
  await scanner.end(run);
  broker.control('purge_queue', 'certmuster.work.inside');
});

async function countingServer() {
  let count = 0;
  const server: Server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined);
    // What is not read would keep the connection, and with it the server, open.
    socket.resume().end();
  });
  server.listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function readLines(path: string): readonly Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function countLines(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}
