import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';

import type { AuditRequest } from '../../src/audit/contract.ts';
import { demoRequest } from '../../src/cli/commands/demo-request.ts';
import { createAuthority } from '../../src/lab/certificate-authority.ts';
import { startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import { encodeObservation, encodeRun } from '../../src/model/saved-documents.ts';
import { renderEndpointLine } from '../../src/report/data/render-ndjson.ts';
import type { PulseRate } from '../../src/audit/pulse.ts';
import { createWorkerPool } from '../../src/audit/worker-pool.ts';
import { createFetcher } from '../../src/net/create-fetcher.ts';
import { createMozillaStore } from '../../src/pki/trust/mozilla-store.ts';
import { endpointId } from '../../src/model/endpoint-id.ts';
import type { ResolvedEndpoint } from '../../src/model/endpoint.ts';
import { endpointAt } from '../collect/collecting.ts';
import { startEvidencePlace } from '../collect/evidence-place.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import { type Audited, auditOptions, requestFor, runAudit, storeOf } from './auditing.ts';

const now = new Date();
const end = new AbortController();
after(() => end.abort());

const { root } = await createAuthority({ organization: 'Contoso', now });
const stores = new Map([['contoso', storeOf('contoso', [root.der])]]);

test('three threads find what one finds in a whole deployment, to the byte save for times', async () => {
  const demo = await startDemoDeployment({ now, signal: end.signal });
  try {
    const request = await demoRequest(demo, { concurrency: 20, timeoutMs: 20_000 });
    const at = now;
    const alone = await runAudit(withOptions(request, { at }));
    const together = await runAudit(withOptions(request, { at, workers: 3 }));
    assert.equal(alone.summary.exitCode, 1);
    assert.ok(alone.summary.summary.deploymentFindings.some(({ outcome }) => outcome === 'fail'));
    assert.ok(together.endpoints.every(({ line, report }) => line === renderEndpointLine(report)));
    assert.deepEqual(textsOf(together), textsOf(alone));
  } finally {
    await demo.close();
  }
});

test('what endpoints of several threads point to is fetched once, by the thread that conducts', async () => {
  const place = await startEvidencePlace(now);
  const { authority, key, web, files, url } = place;
  const issuing = place.intermediate({ issuerUrls: [], crlUrls: [] });
  files.set('/issuing.crt', issuing.der);
  const leaf = place.leaf({ issuerUrls: [url('/issuing.crt')] }, issuing);
  const listener = await startTlsListener({ address: '127.0.0.1', chain: [leaf], key });
  try {
    const fetch = { issuers: true, crl: false, ocsp: false, allow: ['127.0.0.1'] };
    const endpoints = Array.from({ length: 12 }, (_, index) => ({
      ...namedAt(`www${index}.contoso.test`, listener.port),
      fetch,
    }));
    const own = new Map([['contoso', storeOf('contoso', [authority.root.der])]]);
    const { endpoints: audited, summary } = await runAudit(
      requestFor(endpoints, { stores: own, options: { workers: 3 } }),
    );
    assert.deepEqual(
      audited.map(({ report }) => report.trust[0]?.path?.length),
      endpoints.map(() => 3),
    );
    assert.deepEqual(
      summary.summary.fetches.map(({ url: asked, outcome }) => [asked, outcome]),
      [[url('/issuing.crt'), 'fetched']],
    );
    assert.equal(web.requests.length, 1);
  } finally {
    await listener.close();
    await web.close();
  }
});

test('threads together have no more connections open than the concurrency of the run', async () => {
  const peer = await startCountingPeer();
  try {
    const endpoints = Array.from({ length: 30 }, (_, index) => namedAt(`host${index}.test`, peer.port));
    const { summary } = await runAudit(
      requestFor(endpoints, { stores, options: { workers: 3, concurrency: 4, parked: 0 } }),
    );
    assert.equal(summary.summary.summary.unreachable, 30);
    assert.ok(peer.most() <= 4, `${peer.most()} at once`);
  } finally {
    await peer.close();
  }
});

test('an interruption ends the threads: what is under way counts as not audited', async () => {
  const silent = await startCountingPeer(() => undefined);
  const interruption = new AbortController();
  try {
    const endpoints = Array.from({ length: 6 }, (_, index) => namedAt(`host${index}.test`, silent.port));
    const request = requestFor(endpoints, { stores, options: { workers: 2, concurrency: 6, timeoutMs: 600_000 } });
    silent.onVisitors(6, () => interruption.abort());
    const { summary } = await runAudit(request, { signal: interruption.signal });
    assert.equal(summary.exitCode, 130);
    assert.equal(summary.summary.summary.notAudited, 6);
    await silent.gone();
  } finally {
    await silent.close();
  }
});

test('a thread that breaks takes nobody along but the endpoint that broke it', async () => {
  assert.deepEqual(await endsAround('breaks.test'), {
    ends: ['refused', 'refused', 'a worker thread broke: planted', 'refused', 'refused', 'refused'],
    breaks: ['planted'],
  });
});

test('a thread that hangs is ended, and takes nobody along but the endpoint it hung at', async () => {
  assert.deepEqual(await endsAround('hangs.test', { beatMs: 200, missedBeats: 20 }), {
    ends: ['refused', 'refused', 'a worker thread broke: it hung', 'refused', 'refused', 'refused'],
    breaks: ['it hung'],
  });
});

/** How each of six endpoints ended of which the third has this host, and why threads broke. */
async function endsAround(host: string, pulseRate?: PulseRate) {
  const fetcher = createFetcher({
    resolve: async () => assert.fail('nothing is fetched'),
    monotonicMs: () => 0,
    signal: end.signal,
  });
  const pool = createWorkerPool({
    count: 2,
    facts: { now, stores, publicStore: createMozillaStore(), overrides: new Map() },
    options: auditOptions,
    fetcher,
    areObservationsRead: true,
    program: new URL('./breaking-worker.js', import.meta.url),
    ...(pulseRate === undefined ? {} : { pulseRate }),
  });
  try {
    const hosts = ['one.test', 'two.test', host, 'three.test', 'four.test', 'five.test'];
    const one = { signal: end.signal, timeoutMs: 20_000, earlierTries: 0 };
    const asked = hosts.map((host) => pool.audit(namedAt(host, 1), one));
    const outcomes = await Promise.allSettled(asked);
    const ends = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value[0]?.note.failure?.kind : outcome.reason.message,
    );
    return { ends, breaks: pool.breaks() };
  } finally {
    await pool.close();
  }
}

function namedAt(host: string, port: number): ResolvedEndpoint {
  const id = endpointId({ deployment: null, place: null, role: 'server', host, address: '127.0.0.1', port });
  return endpointAt({ port }, { id, host, serverName: host, trust: [{ list: null, stores: ['contoso'] }] });
}

function withOptions(request: AuditRequest, options: Partial<AuditRequest['options']>): AuditRequest {
  return { ...request, options: { ...request.options, ...options } };
}

/** Everything an audit said, as text and in expansion order, with its times made one. */
function textsOf({ endpoints, summary: { summary, run, exitCode } }: Audited): readonly string[] {
  const all = endpoints.map(({ note, report, observation }) => ({
    note,
    report,
    observation: encodeObservation(observation),
  }));
  const texts = [...all, summary, encodeRun(run), exitCode].map((each) => JSON.stringify(each));
  return texts.map((text) =>
    text
      .replace(/"(observedAt|startedAt|finishedAt)":"[^"]*"/g, '"$1":"then"')
      .replace(/"durationMs":[\d.]+/g, '"durationMs":0'),
  );
}

/** Counts who is there at once; by default it hangs up on everyone in a turn of its own. */
async function startCountingPeer(welcome = (socket: Socket): void => void setImmediate(() => socket.destroy())) {
  const open = new Set<Socket>();
  let most = 0;
  let visitors: { readonly count: number; readonly come: () => void } | undefined;
  let onEmpty = (): void => undefined;
  const server = createServer((socket) => {
    open.add(socket);
    most = Math.max(most, open.size);
    socket.on('error', () => undefined);
    socket.once('data', () => welcome(socket));
    socket.once('close', () => {
      open.delete(socket);
      if (open.size === 0) onEmpty();
    });
    if (open.size === visitors?.count) visitors.come();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    most: () => most,
    onVisitors: (count: number, come: () => void) => {
      visitors = { count, come };
    },
    gone: () =>
      new Promise<void>((resolve) => {
        onEmpty = resolve;
        if (open.size === 0) resolve();
      }),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
