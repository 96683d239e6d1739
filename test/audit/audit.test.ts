import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';

import { audit } from '../../src/audit/audit.ts';
import { evaluateSaved } from '../../src/audit/evaluate-saved.ts';
import { type CertificateAuthority, createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, type Presentation, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { endpointObservationSchema } from '../../src/model/endpoint-observation.ts';
import { savedRunSchema } from '../../src/model/saved-run.ts';
import { scanReportSchema } from '../../src/model/scan-report.ts';
import { endpointAt } from '../collect/collecting.ts';
import { createMozillaStore } from '../../src/pki/trust/mozilla-store.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { type Audited, environment, readEvents, requestFor, runAudit, storeOf, trusting } from './auditing.ts';

const host = 'www.contoso.test';
let authority: CertificateAuthority;
let good: Listener;
let wrongName: Listener;
let stores: ReadonlyMap<string, ReturnType<typeof storeOf>>;
let closedPort: number;

before(async () => {
  authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  stores = new Map([['contoso', storeOf('contoso', [authority.root.der])]]);
  [good, wrongName] = await Promise.all([listen([host]), listen(['other.test'])]);
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closedPort = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
});
after(async () => {
  await good.close();
  await wrongName.close();
});

async function present(names: readonly string[]): Promise<Presentation> {
  const key = await makeKeyPair('rsa-2048');
  return { chain: [await issueServerCertificate(authority, key, { names }), authority.intermediate], key };
}

async function listen(names: readonly string[]): Promise<Listener> {
  return startTlsListener({ address: '127.0.0.1', ...(await present(names)) });
}

const at = (listener: { readonly port: number }, changes: Parameters<typeof endpointAt>[1] = {}): Endpoint =>
  trusting(endpointAt(listener, changes), 'contoso');

function failures({ endpoints }: Audited): readonly string[] {
  return endpoints.flatMap(({ report }) =>
    report.findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check),
  );
}

test('a sound endpoint passes, and the run exits 0', async () => {
  const audited = await runAudit(requestFor([at(good)], { stores }));
  assert.deepEqual(failures(audited), []);
  const { summary, exitCode } = audited.summary;
  assert.equal(exitCode, 0);
  assert.equal(summary.complete, true);
  assert.deepEqual(
    { ...summary.summary, outcomes: null },
    {
      causes: { critical: 0, error: 0, warning: 0, info: 0, waived: 0 },
      ...{ endpoints: 1, pass: 1, warn: 0, fail: 0, unreachable: 0, outcomes: null, waived: 0, notAudited: 0 },
    },
  );
});

test('a finding exits 1, and beats an endpoint that could not be reached', async () => {
  const endpoints = [at(wrongName), at({ port: closedPort })];
  const audited = await runAudit(requestFor(endpoints, { stores }));
  assert.ok(failures(audited).includes('name-match'));
  assert.equal(audited.summary.exitCode, 1);
  const never = await runAudit(requestFor(endpoints, { stores, options: { failOn: 'never' } }));
  assert.equal(never.summary.exitCode, 3);
});

test('an endpoint that could not be reached exits 3 and keeps its place in the report', async () => {
  const audited = await runAudit(requestFor([at({ port: closedPort }), at(good)], { stores }));
  assert.equal(audited.summary.exitCode, 3);
  const [unreachable, reached] = audited.endpoints;
  assert.equal(unreachable?.report.verdict, 'unreachable');
  assert.equal(unreachable?.report.failure?.kind, 'refused');
  assert.equal(reached?.report.verdict, 'pass');
  assert.equal(audited.summary.summary.summary.unreachable, 1);
});

test('the report validates against its schema', async () => {
  const { summary, endpoints } = await runAudit(requestFor([at(good), at(wrongName)], { stores }));
  const report = { ...summary.summary, endpoints: endpoints.map((each) => each.report) };
  const json = JSON.parse(JSON.stringify(report));
  assert.deepEqual(scanReportSchema.parse(json), json);
});

test('a name becomes one endpoint for each address, in order', async () => {
  const { chain, key } = await present([host]);
  const second = createTlsServer({ cert: chain.map(({ pem }) => pem).join(''), key: key.pem });
  second.on('tlsClientError', () => undefined);
  second.listen(good.port, '127.0.0.2');
  await once(second, 'listening');
  try {
    const named: Endpoint = { ...at(good), id: `-|-/server/${host}@-:${good.port}`, address: null };
    const resolve = new Map([[host, ['127.0.0.2', '127.0.0.1']]]);
    const { endpoints } = await runAudit(requestFor([named], { stores, options: { resolve } }));
    assert.deepEqual(
      endpoints.map(({ report }) => [report.id, report.verdict]),
      [
        [`-|-/server/${host}@127.0.0.2:${good.port}`, 'pass'],
        [`-|-/server/${host}@127.0.0.1:${good.port}`, 'pass'],
      ],
    );
  } finally {
    second.close();
  }
});

test('a name is looked up under lookupName where the endpoint says so', async () => {
  const request: Endpoint = { ...at(good), address: null, lookupName: 'base.contoso.test' };
  const resolve = new Map([['base.contoso.test', ['127.0.0.1']]]);
  const { endpoints } = await runAudit(requestFor([request], { stores, options: { resolve } }));
  assert.equal(endpoints[0]?.report.verdict, 'pass');
});

test('the hosts file handed in is asked', async () => {
  const request: Endpoint = { ...at(good), address: null };
  const { endpoints } = await runAudit(requestFor([request], { stores }), { hostsFile: `127.0.0.1 ${host}` });
  assert.equal(endpoints[0]?.report.verdict, 'pass');
});

test('the report says which stores and policies judged, and repeats the notices of the request', async () => {
  const { summary } = await runAudit(requestFor([at(good)], { stores, notices: ['Mind the gap.'] }));
  const { trustStores, policies, notices, checks } = summary.summary;
  assert.deepEqual(
    trustStores.map(({ name }) => name),
    ['contoso', 'mozilla'],
  );
  assert.equal(trustStores[0]?.anchors.length, 1);
  assert.ok((trustStores[1]?.anchors.length ?? 0) > 100);
  assert.match(trustStores[1]?.source ?? '', /^Mozilla, NSS [\d.]+, bundled$/);
  assert.match(trustStores[1]?.date ?? '', /^20\d\d-\d\d-\d\d$/);
  assert.deepEqual(Object.keys(policies), ['-']);
  assert.ok(notices.includes('Mind the gap.'));
  assert.ok(Object.keys(checks).length > 10);
});

test('the Mozilla store is not listed where no chain was tried against it', async () => {
  const { summary } = await runAudit(requestFor([at({ port: closedPort })], { stores }));
  assert.deepEqual(
    summary.summary.trustStores.map(({ name }) => name),
    ['contoso'],
  );
  assert.ok(!summary.summary.notices.some((notice) => notice.includes('Mozilla')));
});

test('a saved Mozilla store stays the public one when it is judged again, whatever it was called', async () => {
  const older = { ...createMozillaStore(), source: 'Mozilla, as bundled with Node v20.0.0', date: '2020-01-01' };
  const asPublic = createTrustStore({ ...older, name: 'public', anchors: older.anchors.slice(0, 3) });
  assert.ok(asPublic.ok);
  const request = requestFor([trusting(at(good), 'public')], { stores: new Map([['public', asPublic.value]]) });
  const { endpoints, summary } = await runAudit(request);
  const run = { ...summary.run, trustStores: summary.run.trustStores.filter(({ name }) => name === 'public') };
  const saved = endpoints.map(({ observation }) => observation);
  const again = await readEvents(evaluateSaved(run, saved, { at: undefined, failOn: 'error' }, environment()));
  assert.deepEqual(
    again.summary.summary.trustStores.map(({ name, date, anchors }) => [name, date, anchors.length]),
    [['public', '2020-01-01', 3]],
  );
});

test('judged again from what was saved, in any order, a run gives the same report', async () => {
  const audited = await runAudit(requestFor([at(good), at({ port: closedPort }), at(wrongName)], { stores }));
  const saved = throughJson(savedRunSchema, audited.summary.run);
  const observations = audited.endpoints
    .map(({ observation }) => throughJson(endpointObservationSchema, observation))
    .reverse();
  const options = { at: undefined, failOn: 'error' } as const;
  const again = await readEvents(evaluateSaved(saved, observations, options, environment()));
  assert.deepEqual(
    again.endpoints.map(({ report }) => report),
    audited.endpoints.map(({ report }) => report),
  );
  assert.deepEqual(again.summary.summary, audited.summary.summary);
  assert.equal(again.summary.exitCode, audited.summary.exitCode);
});

test('judged as of another instant, a saved run gives another verdict', async () => {
  const audited = await runAudit(requestFor([at(good)], { stores }));
  const observations = audited.endpoints.map(({ observation }) => observation);
  const options = { at: new Date('2060-01-01T00:00:00Z'), failOn: 'error' } as const;
  const again = await readEvents(evaluateSaved(audited.summary.run, observations, options, environment()));
  assert.ok(failures(again).includes('validity-period'));
  assert.equal(again.summary.summary.asOf, '2060-01-01T00:00:00.000Z');
  assert.equal(again.summary.exitCode, 1);
});

test('an interrupted run stays incomplete when it is judged again, and exits 3 where nothing fails', async () => {
  const audited = await runAudit(requestFor([at(good)], { stores }));
  const observations = audited.endpoints.map(({ observation }) => observation);
  const options = { at: undefined, failOn: 'error' } as const;
  const again = await readEvents(
    evaluateSaved({ ...audited.summary.run, complete: false, notAudited: 7 }, observations, options, environment()),
  );
  assert.equal(again.summary.summary.complete, false);
  assert.equal(again.summary.summary.summary.notAudited, 7);
  assert.equal(again.summary.exitCode, 3);
});

test('an interruption sums up what is known and exits 130', async () => {
  const silent = createServer((socket) => socket.resume());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const controller = new AbortController();
  try {
    const request = requestFor([at(good), at({ port }), at({ port })], { stores, options: { concurrency: 2 } });
    const events = audit(request, environment({ signal: controller.signal }));
    const first = await events.next();
    assert.equal(first.value?.kind, 'endpoint');
    controller.abort();
    const { endpoints, summary } = await readEvents(events);
    assert.deepEqual(endpoints, []);
    assert.equal(summary.exitCode, 130);
    assert.equal(summary.summary.complete, false);
    assert.equal(summary.summary.summary.notAudited, 2);
  } finally {
    silent.close();
  }
});

test('every socket is closed once an audit has ended, whatever the peer did', async () => {
  const closed: Promise<unknown>[] = [];
  const behaviours: readonly ((socket: Socket) => void)[] = [
    () => undefined,
    (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    (socket) => socket.once('data', () => socket.resetAndDestroy()),
    (socket) => socket.write(Buffer.from([22, 3, 3, 0x40, 0])),
  ];
  const servers = await Promise.all(
    behaviours.map(async (behave) => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        closed.push(new Promise((resolve) => socket.on('close', resolve)));
        behave(socket);
        socket.resume();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const endpoints = servers.map((server) => at({ port: (server.address() as AddressInfo).port }));
  const { endpoints: audited } = await runAudit(requestFor(endpoints, { stores, options: { timeoutMs: 1_500 } }));
  assert.deepEqual(
    audited.map(({ report }) => report.failure?.kind),
    ['timeout', 'not-tls', 'reset', 'timeout'],
  );
  for (const server of servers) server.close();
  await Promise.all(closed);
});

test("a bug at one endpoint is that endpoint's report, and exits 4", async () => {
  const broken = at({ port: 70_000 });
  const { endpoints, summary } = await runAudit(requestFor([broken, at(good)], { stores }));
  assert.equal(endpoints[0]?.report.failure?.kind, 'internal-error');
  assert.equal(endpoints[1]?.report.verdict, 'pass');
  assert.equal(summary.exitCode, 4);
});

/** What a document is after it was written to disk and read again. */
function throughJson<T>(
  schema: { readonly encode: (value: T) => unknown; readonly decode: (json: never) => T },
  value: T,
): T {
  return schema.decode(JSON.parse(JSON.stringify(schema.encode(value))) as never);
}
