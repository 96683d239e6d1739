import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';

import { connect } from 'amqplib';

import type { Endpoint } from '../../src/model/endpoint.ts';
import type { SiteOptions } from '../../src/model/site-messages.ts';
import { createSiteDesk, type SeenFromSite } from '../../src/sites/site-desk.ts';
import { signAnswer } from '../../src/sites/signatures.ts';
import { requestFor, runAudit } from '../audit/auditing.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { createMemoryEngine } from './memory-engine.ts';
import { type Broker, startBroker } from './rabbitmq.ts';
import { endpointsOf, password, scannerUser, sitesRequest, siteUser, startServer, startWorker } from './site-place.ts';

const run = '0123456789abcdef0123456789abcdef';
const otherRun = 'f'.repeat(32);
const options: SiteOptions = {
  ...{ timeoutMs: 1_000, retries: 0, provePossession: false, keyTypes: 'default', handshake: 'modern', alpn: [] },
  ...{ at: '2026-11-30T00:00:00.000Z', exclude: [], anchors: [] },
};
type Json = Readonly<Record<string, unknown>>;

/** What was observed of an endpoint: its server closed the connection. */
function observed(): Json {
  return {
    ...{ schemaVersion: '1.0', source: 'network', observedAt: '2026-11-30T00:00:00.000Z', address: '127.0.0.1' },
    ...{ keyType: null, handshake: null, attempts: [], certificates: [], withoutServerName: null },
    failure: { stage: 'tcp', kind: 'closed', message: 'Closed.' },
  };
}

function answerFor(request: string, changes: Json = {}, observations: readonly unknown[] = [observed()]): Buffer {
  const results = [{ request, observations, excluded: [], leftOut: [] }];
  const head = { format: 1, run, batch: 'b1', site: 'outside', kind: 'results' };
  return Buffer.from(JSON.stringify({ ...head, results, bytes: {}, ...changes }));
}

type Desk = ReturnType<typeof createSiteDesk>;
type SiteEndpoint = Endpoint & { readonly site: string };
const [endpoint] = endpointsOf('outside', 443, 1) as readonly [SiteEndpoint];

/** Asks for one endpoint, and lets a hostile hand write results. */
async function withDesk(
  changes: Partial<Parameters<typeof createSiteDesk>[0]>,
  act: (engine: ReturnType<typeof createMemoryEngine>, desk: Desk, asked: Promise<SeenFromSite>) => Promise<void>,
): Promise<void> {
  const engine = createMemoryEngine();
  const end = new AbortController();
  const scanner = engine.scanner();
  const desk = createSiteDesk({
    ...{ run, options, waitMs: 60_000, isContinued: false, lookEveryMs: 20, engineOf: () => scanner },
    ...{ now: () => new Date(0), monotonicMs: () => performance.now(), signal: end.signal },
    ...changes,
  });
  await act(engine, desk, desk.observe(endpoint));
  end.abort();
  await desk.end();
}

async function kindOf(seen: Promise<SeenFromSite>): Promise<string | undefined> {
  return (await seen).observations[0]?.failure?.kind;
}

async function untilSaid(desk: Desk, text: RegExp): Promise<void> {
  while (!text.test(desk.notices().join('\n'))) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a signed answer counts in its own run and for its own site only', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const inside = generateKeyPairSync('ed25519');
  const der = (key: typeof publicKey) => new Uint8Array(key.export({ type: 'spki', format: 'der' }));
  const keys = new Map([
    ['outside', der(publicKey)],
    ['inside', der(inside.publicKey)],
  ]);
  await withDesk({ keys }, async (engine, desk, asked) => {
    const lie = [{ ...observed(), failure: { stage: 'tcp', kind: 'refused', message: 'Refused.' } }];
    const ofOtherRun = answerFor(endpoint.id, { run: otherRun }, lie);
    engine.inject(run, 'outside', ofOtherRun, signAnswer(ofOtherRun, privateKey));
    const ofOtherSite = answerFor(endpoint.id, { site: 'inside' }, lie);
    engine.inject(run, 'inside', ofOtherSite, signAnswer(ofOtherSite, inside.privateKey));
    engine.inject(run, 'outside', ofOtherSite, signAnswer(ofOtherSite, inside.privateKey));
    const changed = answerFor(endpoint.id, {}, lie);
    const right = answerFor(endpoint.id);
    engine.inject(run, 'outside', changed, signAnswer(right, privateKey));
    await untilSaid(
      desk,
      /1 answer of workers was refused: of another run[\s\S]*2 answers of workers were not believed/,
    );
    engine.inject(run, 'outside', right, signAnswer(right, privateKey));
    assert.equal(await kindOf(asked), 'closed');
  });
});

test('an answer that nests deeply, or has very many members, breaks nothing', async () => {
  await withDesk({}, async (engine, desk, asked) => {
    const deep = `${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}`;
    const deepMember = `${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`;
    const within = answerFor(endpoint.id, {}, ['DEEP']).toString().replace('"DEEP"', deepMember);
    const member = answerFor(endpoint.id, {}, [{ ...observed(), certificates: 'DEEP' }])
      .toString()
      .replace('"DEEP"', deep);
    const many = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`${index}`, '']));
    for (const each of [deep, deepMember, within, answerFor('x', { bytes: many }), answerFor('x', many)])
      engine.inject(run, 'outside', Buffer.from(each));
    await untilSaid(desk, /5 answers of workers were refused: not in the format/);
    engine.inject(run, 'outside', Buffer.from(member));
    assert.equal(await kindOf(asked), 'site-without-worker');
  });
});

test('answers that nobody asked for change nothing, and take no memory without end', async () => {
  await withDesk({ isContinued: true }, async (engine, desk, asked) => {
    for (let index = 0; index < 10_000; index += 1) engine.inject(run, 'outside', answerFor(`unknown-${index}`));
    engine.inject(run, 'outside', answerFor('__proto__'));
    engine.inject(run, 'outside', answerFor(endpoint.id));
    assert.equal(await kindOf(asked), 'closed');
    assert.deepEqual(desk.notices(), []);
  });
});

test('an answer with names that were not to be looked up, or of another address, is not used', async () => {
  const resolutions = [{ name: 'im.contoso.com', addresses: ['203.0.113.66'], failure: null }];
  for (const changes of [
    { nameResolutions: resolutions },
    { address: '127.0.0.2' },
    { seenFrom: 'inside' },
    { endpoint: {} },
  ]) {
    await withDesk({}, async (engine, _, asked) => {
      engine.inject(run, 'outside', answerFor(endpoint.id, {}, [{ ...observed(), ...changes }]));
      assert.equal(await kindOf(asked), 'site-without-worker', JSON.stringify(changes));
    });
  }
});

let broker: Broker;
let server: Awaited<ReturnType<typeof startServer>>;
const folder = temporaryFolder();
before(async () => {
  [broker, server] = await Promise.all([
    startBroker(folder, { users: [scannerUser, siteUser('outside')] }),
    startServer(),
  ]);
});
after(async () => {
  await Promise.all([broker.close(), server.close()]);
  folder.remove();
});

test('messages of 80 MB from the user of a site end neither a scan nor a worker', async () => {
  const worker = await startWorker(broker, 'outside', '--allow', '127.0.0.1');
  const sites = sitesRequest(broker);
  const audited = runAudit(requestFor(endpointsOf('outside', server.port, 500), { sites }));
  const model = await connect(`amqp://outside:${password}@127.0.0.1:${broker.port}`);
  const channel = await model.createConfirmChannel();
  const huge = Buffer.alloc(80_000_000, 0x5b);
  for (const key of ['work.outside', `results.${sites.run}.outside`, 'work.outside'])
    channel.publish('certmuster', key, huge);
  await channel.waitForConfirms();
  await model.close();
  const { endpoints } = await audited;
  assert.equal(endpoints.length, 500);
  assert.ok(endpoints.every(({ observation }) => observation.certificates.length === 2));
  // It goes on with what comes behind.
  const again = await runAudit(requestFor(endpointsOf('outside', server.port, 5), { sites: sitesRequest(broker) }));
  assert.ok(again.endpoints.every(({ observation }) => observation.certificates.length === 2));
  worker.child.kill('SIGTERM');
  const { exitCode, log } = await worker.done;
  assert.equal(exitCode, 0, log);
  assert.match(log, /a message that is no batch was dropped; see who may write to the broker/);
});
