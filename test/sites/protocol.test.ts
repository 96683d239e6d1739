import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';

import type { Endpoint } from '../../src/model/endpoint.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { silentObservation } from '../../src/model/silent-observation.ts';
import type { SiteBatch, SiteOptions } from '../../src/model/site-messages.ts';
import { createSiteDesk, type SeenFromSite } from '../../src/sites/site-desk.ts';
import { fromSiteRequest } from '../../src/sites/site-request.ts';
import type { Gathered } from '../../src/sites/gathered.ts';
import { runWorker, type WorkerOptions } from '../../src/sites/worker.ts';
import { createWorkerCounts } from '../../src/sites/worker-counts.ts';
import { createMemoryEngine, type MemoryWorker } from './memory-engine.ts';
import { endpointsOf } from './site-place.ts';

const run = '0123456789abcdef0123456789abcdef';
const options: SiteOptions = {
  ...{ timeoutMs: 1_000, retries: 0, provePossession: false, keyTypes: 'default', handshake: 'modern', alpn: [] },
  ...{ at: '2026-11-30T00:00:00.000Z', exclude: [] },
};
const certificate = new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x01]);

/** A desk and an engine of its own; the signal ends everything. */
function openDesk(
  engine: ReturnType<typeof createMemoryEngine>,
  changes: {
    readonly keys?: ReadonlyMap<string, Uint8Array>;
    readonly waitMs?: number;
    readonly isContinued?: boolean;
    readonly lookEveryMs?: number;
  } = {},
) {
  const end = new AbortController();
  const scanner = engine.scanner();
  const desk = createSiteDesk({
    ...{ run, options, waitMs: 60_000, isContinued: false, lookEveryMs: 20, ...changes },
    engineOf: () => scanner,
    now: () => new Date(0),
    monotonicMs: () => performance.now(),
    signal: end.signal,
  });
  return { desk, end: () => end.abort() };
}

type SiteEndpoint = Endpoint & { readonly site: string };

function ask(desk: ReturnType<typeof openDesk>['desk'], count: number, site = 'outside'): Promise<SeenFromSite>[] {
  return endpointsOf(site, 443, count).map((endpoint) => desk.observe(endpoint as SiteEndpoint));
}

/** Sees every endpoint of a batch with one certificate. */
async function* seeAll({ requests }: Pick<SiteBatch, 'requests'>): AsyncGenerator<Gathered> {
  for (const request of requests) {
    const seen = silentObservation(fromSiteRequest(request), new Date(0), {
      stage: 'tcp',
      kind: 'closed',
      message: 'Closed.',
    });
    const observation: EndpointObservation = { ...seen, certificates: [certificate] };
    yield { request: request.id, observations: [observation], excluded: [], leftOut: [] };
  }
}

function startWorker(engine: MemoryWorker, changes: Partial<WorkerOptions> = {}) {
  const end = new AbortController();
  const counts = createWorkerCounts();
  const lines: string[] = [];
  const done = runWorker({
    ...{ site: 'outside', engine, gather: seeAll, atOnce: 4, counts, now: () => new Date(0) },
    ...{ log: (text: string) => void lines.push(text), signal: end.signal, graceMs: 50, lookEveryMs: 10 },
    ...changes,
  });
  const stop = (): Promise<void> => {
    end.abort();
    return done;
  };
  return { counts, lines, stop };
}

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const kindsOf = (seen: readonly SeenFromSite[]) => [
  ...new Set(seen.flatMap(({ observations }) => observations.map(({ failure }) => failure?.kind))),
];
const messageOf = (seen: SeenFromSite | undefined): string => seen?.observations[0]?.failure?.message ?? '';

test('what a worker sees comes back as it was seen, from its site', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const worker = startWorker(engine.worker());
  const seen = await Promise.all(ask(desk, 120));
  assert.equal(worker.counts.endpoints, 120);
  assert.deepEqual(
    seen.map(({ observations: [first] }) => [first?.endpoint.id, first?.seenFrom, first?.certificates.length]),
    endpointsOf('outside', 443, 120).map(({ id }) => [id, 'outside', 1]),
  );
  assert.deepEqual(seen[0]?.observations[0]?.certificates[0], certificate);
  assert.deepEqual(desk.notices(), []);
  end();
  await worker.stop();
});

test('a batch whose worker dies is done by another one, and what comes twice counts once', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const dying = engine.worker();
  let seenByDying = 0;
  const first = startWorker(dying, {
    gather: async function* (batch) {
      for await (const each of seeAll(batch)) {
        seenByDying += 1;
        if (seenByDying === 30) dying.die();
        yield each;
      }
    },
  });
  const asked = ask(desk, 100);
  await until(() => seenByDying >= 30);
  const second = startWorker(engine.worker());
  const seen = await Promise.all(asked);
  assert.equal(new Set(seen.map(({ observations: [each] }) => each?.endpoint.id)).size, 100);
  assert.deepEqual(kindsOf(seen), ['closed']);
  assert.equal(second.counts.endpoints, 100);
  end();
  await Promise.all([first.stop(), second.stop()]);
});

test('an endpoint that workers die on is found by splitting its batch, and ends as an error of its own', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const [, , , poison] = endpointsOf('outside', 443, 50);
  const workers: ReturnType<typeof startWorker>[] = [];
  // Whoever dials that endpoint dies, and a new worker comes.
  const hire = (): void => {
    const own = engine.worker();
    workers.push(
      startWorker(own, {
        atOnce: 1,
        gather: async function* (batch) {
          if (batch.requests.some(({ id }) => id === poison?.id)) {
            own.die();
            setImmediate(hire);
            return await new Promise<never>(() => undefined);
          }
          yield* seeAll(batch);
        },
      }),
    );
  };
  hire();
  const seen = await Promise.all(ask(desk, 50));
  const failed = seen.filter(({ observations: [each] }) => each?.failure?.kind === 'internal-error');
  assert.deepEqual(
    failed.map(({ observations: [each] }) => each?.endpoint.id),
    [poison?.id],
  );
  assert.match(messageOf(failed[0]), /^3 workers of the site outside ended while they audited this endpoint/);
  assert.ok(workers.length < 12, `${workers.length} workers died`);
  end();
});

test('a batch on which the program of a worker fails comes again, and the endpoint at fault is found', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const [, , , poison] = endpointsOf('outside', 443, 50);
  const worker = startWorker(engine.worker(), {
    gather: async function* (batch) {
      if (batch.requests.some(({ id }) => id === poison?.id)) throw new Error('a bug');
      yield* seeAll(batch);
    },
  });
  const seen = await Promise.all(ask(desk, 50));
  const failed = seen.filter(({ observations: [each] }) => each?.failure?.kind === 'internal-error');
  assert.deepEqual(
    failed.map(({ observations: [each] }) => each?.endpoint.id),
    [poison?.id],
  );
  assert.match(worker.lines.join('\n'), /a batch failed: Error: a bug/);
  end();
  await worker.stop();
});

test('a worker that is stopped gives back what it has not seen', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const slow = startWorker(engine.worker(), {
    gather: async function* (batch, signal) {
      yield* seeAll({ requests: batch.requests.slice(0, 20) });
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  });
  const asked = ask(desk, 50);
  await until(() => slow.counts.endpoints === 20);
  await slow.stop();
  assert.equal(slow.counts.givenBack, 1);
  const [left] = engine.waiting('outside').map((body) => JSON.parse(Buffer.from(body).toString()) as SiteBatch);
  assert.equal(left?.requests.length, 30);
  const next = startWorker(engine.worker());
  assert.deepEqual(kindsOf(await Promise.all(asked)), ['closed']);
  assert.equal(next.counts.endpoints, 30);
  end();
  await next.stop();
});

test('workers stop dialing while nobody takes the results, and go on when somebody does', async () => {
  const engine = createMemoryEngine({ maxResults: 2 });
  const { desk, end } = openDesk(engine);
  const asked = ask(desk, 500);
  engine.loseScanner(run);
  const worker = startWorker(engine.worker());
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(worker.counts.endpoints, 0);
  const continued = openDesk(engine, { isContinued: true });
  const again = ask(continued.desk, 500);
  assert.equal((await Promise.all(again)).length, 500);
  void asked;
  void desk;
  end();
  continued.end();
  await worker.stop();
});

test('a run that was killed is continued with the answers that it did not take', async () => {
  const engine = createMemoryEngine();
  const killed = openDesk(engine);
  void ask(killed.desk, 50);
  await until(() => engine.waiting('outside').length === 1);
  // The answers come after the scanner has gone: it was there when the worker looked.
  const worker = startWorker(engine.worker(), {
    gather: async function* (batch) {
      engine.loseScanner(run);
      yield* seeAll(batch);
    },
  });
  await until(() => worker.counts.delivered === 1);
  const continued = openDesk(engine, { isContinued: true });
  const first = continued.desk.observe(endpointsOf('outside', 443, 1)[0] as SiteEndpoint);
  assert.equal((await first).observations[0]?.failure?.kind, 'closed');
  const before = worker.counts.taken;
  await worker.stop();
  // Nobody works any more, and every other endpoint is answered all the same.
  const rest = endpointsOf('outside', 443, 50).slice(1);
  const seen = await Promise.all(rest.map((each) => continued.desk.observe(each as SiteEndpoint)));
  assert.deepEqual(kindsOf(seen), ['closed']);
  assert.equal(worker.counts.taken, before);
  killed.end();
  continued.end();
});

test('a batch of a run that has ended is dropped without dialing', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  void ask(desk, 50);
  await until(() => engine.waiting('outside').length === 1);
  await desk.end();
  const worker = startWorker(engine.worker());
  await until(() => worker.counts.dropped === 1);
  assert.deepEqual([worker.counts.dropped, worker.counts.endpoints], [1, 0]);
  end();
  await worker.stop();
});

test('a site without a worker is given up after the wait, and endpoints after that do not wait', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine, { waitMs: 100 });
  const seen = await Promise.all(ask(desk, 3));
  assert.deepEqual(kindsOf(seen), ['site-without-worker']);
  assert.match(
    messageOf(seen[0]),
    /^No worker of the site outside was connected to the broker for 0 s; start one there/,
  );
  const [late] = endpointsOf('outside', 444, 1);
  assert.deepEqual(kindsOf([await desk.observe(late as SiteEndpoint)]), ['site-without-worker']);
  // Until one comes.
  const worker = startWorker(engine.worker());
  let kinds: readonly unknown[] = [];
  for (let port = 1_000; !kinds.includes('closed'); port += 1) {
    const [last] = endpointsOf('outside', port, 1);
    kinds = kindsOf([await desk.observe(last as SiteEndpoint)]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  end();
  await worker.stop();
});

test('a broker out of reach is named', async () => {
  const engine = createMemoryEngine();
  engine.setReachable(false);
  const { desk, end } = openDesk(engine, { waitMs: 100 });
  const [seen] = await Promise.all(ask(desk, 1));
  assert.match(messageOf(seen), /^The broker of the site outside was out of reach for 0 s: connect ECONNREFUSED;/);
  end();
});

test('hostile results break nothing and are counted', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const asked = ask(desk, 1);
  const head = { format: 1, run, batch: 'x1', site: 'outside' };
  const [endpoint] = endpointsOf('outside', 443, 1);
  const hostile: readonly unknown[] = [
    'not json',
    null,
    [],
    {},
    { ...head, kind: 'results', results: [], bytes: {} },
    {
      ...head,
      kind: 'results',
      results: [{ request: endpoint?.id, observations: 'x', excluded: [], leftOut: [] }],
      bytes: {},
    },
    {
      ...head,
      kind: 'results',
      results: [{ request: endpoint?.id, observations: [], excluded: [], leftOut: [] }],
      bytes: { x: 'y' },
    },
    { ...head, kind: 'verdict', verdict: 'pass' },
    JSON.parse(
      `{"format":1,"run":"${run}","batch":"x","site":"outside","kind":"results","__proto__":{"a":1},"results":[],"bytes":{}}`,
    ),
    { ...head, run: 'f'.repeat(32), kind: 'refused', reason: 'format', reads: 9, version: '9' },
  ];
  for (const each of hostile) {
    const text = typeof each === 'string' ? each : JSON.stringify(each);
    engine.inject(run, 'outside', Buffer.from(text));
    engine.inject(run, 'inside', Buffer.from(text));
  }
  engine.inject(run, 'outside', new Uint8Array(67_108_865));
  engine.inject(run, '', Buffer.from([0xff, 0xfe, 0x00]));
  await until(() => desk.notices().length === 3 && desk.notices().join().includes('19 answers'));
  assert.deepEqual(
    desk.notices().map((text) => text.split(/[:.]/)[0]),
    ['19 answers of workers were refused', '2 answers of workers were refused', '1 answer of workers was refused'],
  );
  const worker = startWorker(engine.worker());
  assert.deepEqual(kindsOf(await Promise.all(asked)), ['closed']);
  end();
  await worker.stop();
});

test('a site answers for its own endpoints only', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine, { waitMs: 300 });
  const [asked] = ask(desk, 1, 'inside');
  const worker = startWorker(engine.worker());
  const [endpoint] = endpointsOf('inside', 443, 1);
  const forged = { ...JSON.parse(JSON.stringify(await answerTo(endpoint as SiteEndpoint))), site: 'outside' };
  engine.inject(run, 'outside', Buffer.from(JSON.stringify(forged)));
  assert.deepEqual(kindsOf([(await asked) as SeenFromSite]), ['site-without-worker']);
  end();
  await worker.stop();
});

/** The message of a worker that has seen one endpoint. */
async function answerTo(endpoint: SiteEndpoint): Promise<Record<string, unknown>> {
  const engine = createMemoryEngine();
  engine.openRun(run);
  const worker = startWorker(engine.worker(), { site: endpoint.site });
  const opened = openDesk(engine);
  let body: Uint8Array | undefined;
  const scanner = engine.scanner();
  scanner.takeResults(run, (taken) => {
    body = taken.body;
  });
  void opened.desk;
  const { toSiteRequest } = await import('../../src/sites/site-request.ts');
  const batch: SiteBatch = {
    format: 1,
    run,
    batch: 'a1',
    site: endpoint.site,
    options,
    requests: [toSiteRequest(endpoint)],
  };
  await engine.offer(endpoint.site, Buffer.from(JSON.stringify(batch)));
  await until(() => body !== undefined);
  opened.end();
  await worker.stop();
  return JSON.parse(Buffer.from(body ?? []).toString());
}

test('an answer that leaves an endpoint out, says another or names missing bytes ends that endpoint, with the reason', async () => {
  const [endpoint] = endpointsOf('outside', 443, 1) as readonly SiteEndpoint[];
  assert.ok(endpoint);
  const whole = await answerTo(endpoint);
  const [result] = whole['results'] as readonly { observations: Record<string, unknown>[] }[];
  const [observation] = result?.observations ?? [];
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ observations: [] }, /says nothing of the endpoint/],
    [{ observations: [{ ...observation, address: '10.9.9.9' }] }, /is of an address that was not asked for/],
    [{ observations: [observation, observation] }, /says the same endpoint twice/],
    [{ observations: [{ ...observation, certificates: ['0'.repeat(64)] }] }, /names bytes that did not come with it/],
    [{ observations: [{ ...observation, certificates: 7 }] }, /is not an observation/],
    [{ observations: [{ ...observation, source: 'file' }] }, /was not made over the network/],
    [{ observations: [{ ...observation, endpoint: { role: 'anything' } }] }, /is not an observation/],
    [{ observations: [{ ...observation, evidence: { issuers: 'x' } }] }, /is not an observation/],
  ];
  for (const [change, message] of wrong) {
    const engine = createMemoryEngine();
    const { desk, end } = openDesk(engine);
    const asked = desk.observe(endpoint);
    engine.inject(run, 'outside', Buffer.from(JSON.stringify({ ...whole, results: [{ ...result, ...change }] })));
    const seen = await asked;
    assert.deepEqual(kindsOf([seen]), ['site-without-worker']);
    assert.match(messageOf(seen), message);
    end();
  }
});

test('a worker of another version refuses, and both sides are told', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const asked = ask(desk, 2);
  await until(() => engine.waiting('outside').length === 1);
  const [body] = engine.waiting('outside');
  const { batch } = JSON.parse(Buffer.from(body ?? []).toString()) as SiteBatch;
  const refusal = {
    format: 1,
    run,
    batch,
    site: 'outside',
    kind: 'refused',
    reason: 'format',
    reads: 2,
    version: '9.1.0',
  };
  engine.inject(run, 'outside', Buffer.from(JSON.stringify(refusal)));
  const seen = await Promise.all(asked);
  assert.deepEqual(kindsOf(seen), ['site-without-worker']);
  assert.match(
    messageOf(seen[0]),
    /certmuster 9\.1\.0\) reads messages of format 2, and this program writes format 1; run the same version/,
  );
  end();

  const other = createMemoryEngine();
  other.openRun(run);
  const worker = startWorker(other.worker());
  await other.offer('outside', Buffer.from(JSON.stringify({ format: 2, run, batch: 'b1', novelty: true })));
  await until(() => other.resultsOf(run).length === 1);
  assert.deepEqual([worker.counts.refused, worker.counts.endpoints], [1, 0]);
  assert.match(worker.lines.join('\n'), /a batch of format 2 was refused: this program reads format 1/);
  const [answer] = other.resultsOf(run).map((each) => JSON.parse(Buffer.from(each).toString()));
  assert.deepEqual([answer?.kind, answer?.reason, answer?.reads, answer?.batch], ['refused', 'format', 1, 'b1']);
  await worker.stop();
});

test('hostile batches break no worker, and dial nothing', async () => {
  const engine = createMemoryEngine();
  engine.openRun(run);
  const worker = startWorker(engine.worker());
  const request = {
    id: 'a',
    host: 'h',
    port: 443,
    address: null,
    serverName: null,
    keyType: null,
    probeWithoutServerName: false,
  };
  const batch = { format: 1, run, batch: 'b1', site: 'outside', options, requests: [request] };
  const hostile: readonly unknown[] = [
    null,
    'x',
    { ...batch, run: '../../etc' },
    { ...batch, batch: '#' },
    { ...batch, site: 'inside' },
    { ...batch, requests: [] },
    { ...batch, requests: [request, request] },
    { ...batch, requests: [{ ...request, port: 0 }] },
    { ...batch, requests: Array.from({ length: 101 }, (_, index) => ({ ...request, id: String(index) })) },
    { ...batch, options: { ...options, timeoutMs: 1e9 } },
    { ...batch, options: { ...options, dnsServers: ['10.0.0.1'] } },
  ];
  for (const each of hostile) await engine.offer('outside', Buffer.from(JSON.stringify(each)));
  await engine.offer('outside', new Uint8Array(4_194_305));
  await until(() => worker.counts.refused === hostile.length + 1);
  assert.deepEqual([worker.counts.refused, worker.counts.endpoints], [hostile.length + 1, 0]);
  assert.equal(engine.waiting('outside').length, 0);
  await worker.stop();
});

test('where a key is named, only what is signed with it is believed', async () => {
  const keys = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const spki = new Uint8Array(keys.publicKey.export({ type: 'spki', format: 'der' }));
  const outcome = async (signKey: KeyObject | undefined) => {
    const engine = createMemoryEngine();
    const { desk, end } = openDesk(engine, { keys: new Map([['outside', spki]]), waitMs: 200 });
    const worker = startWorker(engine.worker(), { signKey });
    const seen = await Promise.all(ask(desk, 3));
    end();
    await worker.stop();
    return { kinds: kindsOf(seen), message: messageOf(seen[0]), notices: desk.notices() };
  };
  assert.deepEqual((await outcome(keys.privateKey)).kinds, ['closed']);
  for (const wrong of [undefined, other.privateKey]) {
    const { kinds, message, notices } = await outcome(wrong);
    assert.deepEqual(kinds, ['site-without-worker']);
    assert.match(message, /^No answer of the site outside could be believed for \d+ s: 1 was not signed by the key/);
    assert.match(notices.join(), /^1 answer of workers was not believed: not signed by the key/);
  }
});

test('results of a batch that are too large for one message are sent in several', async () => {
  const engine = createMemoryEngine();
  const { desk, end } = openDesk(engine);
  const worker = startWorker(engine.worker(), {
    gather: async function* (batch) {
      for await (const each of seeAll(batch)) {
        const [observation] = each.observations;
        if (observation === undefined) continue;
        const own = Buffer.alloc(300_000, each.request);
        yield { ...each, observations: [{ ...observation, certificates: [own] }] };
      }
    },
  });
  const seen = await Promise.all(ask(desk, 20));
  assert.ok(seen.every(({ observations: [each] }) => each?.certificates[0]?.length === 300_000));
  assert.ok(worker.counts.delivered >= 8, `${worker.counts.delivered} messages`);
  end();
  await worker.stop();
});

test('what many endpoints share is sent once', async () => {
  const engine = createMemoryEngine();
  engine.openRun(run);
  const shared = Buffer.alloc(10_000, 7);
  const worker = startWorker(engine.worker(), {
    gather: async function* (batch) {
      for await (const each of seeAll(batch)) {
        yield { ...each, observations: each.observations.map((seen) => ({ ...seen, certificates: [shared] })) };
      }
    },
  });
  let bytes = 0;
  const scanner = engine.scanner();
  scanner.takeResults(run, ({ body }) => {
    bytes += body.length;
  });
  const { toSiteRequest } = await import('../../src/sites/site-request.ts');
  const requests = endpointsOf('outside', 443, 50).map(toSiteRequest);
  await engine.offer(
    'outside',
    Buffer.from(JSON.stringify({ format: 1, run, batch: 'c1', site: 'outside', options, requests })),
  );
  await until(() => worker.counts.delivered > 0 && bytes > 0);
  assert.ok(bytes > 13_000 && bytes < 60_000, `${bytes} bytes`);
  await worker.stop();
});
