import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createCollector } from '../../src/collect/collector.ts';
import { type Presentation, startTlsListener } from '../../src/lab/tls-listener.ts';
import { endpointObservationSchema } from '../../src/model/endpoint-observation.ts';
import { legacyPriority, startGnutlsServer } from '../estate/gnutls-server.ts';
import { startOpensslServer } from '../estate/openssl-server.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { budget, collect, collectorOptions, endpointAt } from './collecting.ts';
import { createPresenter, ders, host } from './presentations.ts';

const folder = temporaryFolder();
const running: (() => Promise<void>)[] = [];
let rsa: Presentation;
let ecdsa: Presentation;
let other: Presentation;

before(async () => {
  const present = await createPresenter();
  [rsa, ecdsa, other] = await Promise.all([present('rsa-2048'), present('p-256'), present('rsa-2048', ['other.test'])]);
});
after(async () => {
  for (const stop of running) await stop();
  folder.remove();
});

async function listen(options: Omit<Parameters<typeof startTlsListener>[0], 'address'>): Promise<{ port: number }> {
  const listener = await startTlsListener({ address: '127.0.0.1', ...options });
  running.push(() => listener.close());
  return listener;
}

async function run(server: Promise<{ readonly port: number; stop(): Promise<void> }>): Promise<{ port: number }> {
  const started = await server;
  running.push(() => started.stop());
  return started;
}

test('a TLS 1.3 server is read in one connection, its chain byte for byte as it was sent', async () => {
  const observation = await collect(endpointAt(await listen(rsa)));
  assert.equal(observation.failure, null);
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
  assert.deepEqual(
    observation.attempts.map(({ profile, failure }) => ({ profile, failure })),
    [{ profile: 'modern', failure: null }],
  );
  const { handshake } = observation;
  assert.equal(handshake?.protocol, 'TLSv1.3');
  assert.equal(handshake?.serverName, host);
  assert.equal(handshake?.flightComplete, true);
  assert.equal(handshake?.keyPossession, 'proven');
  assert.match(handshake?.keyPossessionReason ?? '', /^signature rsa_pss_rsae_sha256/);
});

test('an observation survives the round trip through JSON', async () => {
  const observation = await collect(endpointAt(await listen(ecdsa), { probeWithoutServerName: true }));
  const text = JSON.stringify(endpointObservationSchema.encode(observation));
  assert.deepEqual(endpointObservationSchema.decode(JSON.parse(text)), structuredClone(observation));
});

test('an RSA key exchange is not proven, and is once the exchange is completed', async () => {
  const server = await listen({ ...rsa, settings: { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' } });
  const plain = await collect(endpointAt(server));
  assert.equal(plain.handshake?.keyExchange.kind, 'rsa');
  assert.equal(plain.handshake?.keyPossession, 'not-proven');
  const proven = await collect(endpointAt(server), { provePossession: true });
  assert.equal(proven.handshake?.keyPossession, 'proven');
});

test('a server with RC4 and TLS 1.0 only is read with the first hello', async () => {
  const server = await run(startGnutlsServer(folder, rsa, { priority: legacyPriority('ARCFOUR-128') }));
  const observation = await collect(endpointAt(server));
  assert.equal(observation.handshake?.protocol, 'TLSv1.0');
  assert.match(observation.handshake?.cipherSuite ?? '', /RC4_128/);
  assert.equal(observation.attempts.length, 1);
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
});

test('an IP literal as host is dialed without SNI, and that answer serves the question without SNI too', async () => {
  const server = await listen(rsa);
  const endpoint = endpointAt(server, { host: '127.0.0.1', serverName: null, probeWithoutServerName: true });
  const observation = await collect(endpoint);
  assert.equal(observation.handshake?.serverName, null);
  assert.deepEqual(observation.withoutServerName, { certificates: observation.certificates });
});

test('an IP literal is never sent as server name, even where it is asked for', async () => {
  const observation = await collect(endpointAt(await listen(rsa), { serverName: '10.0.0.1' }));
  assert.equal(observation.failure, null);
  assert.equal(observation.handshake?.serverName, null);
});

test('without SNI a server shows its default certificate', async () => {
  const server = await listen({ ...other, byServerName: new Map([[host, rsa]]) });
  const observation = await collect(endpointAt(server, { probeWithoutServerName: true }));
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
  const without = observation.withoutServerName;
  assert.ok(without !== null && 'certificates' in without);
  assert.deepEqual(without.certificates.map(Buffer.from), ders(other));
});

test('a second hello finds the chain of the other key type', async () => {
  const [certificate, key] = [
    folder.write('second.pem', ecdsa.chain[0]?.pem ?? ''),
    folder.write('second.key', ecdsa.key.pem),
  ];
  const server = await run(startOpensslServer(folder, rsa, ['-dcert', certificate, '-dkey', key]));
  const endpoint = endpointAt(server);
  const both = await createCollector({ ...collectorOptions, keyTypes: 'all' })(endpoint, budget());
  assert.equal(both.length, 2);
  const [first, second] = both;
  assert.equal(first?.endpoint.id, endpoint.id);
  const [firstDer, secondDer] = [first, second].map((each) => Buffer.from(each?.certificates[0] ?? []));
  const expected = second?.endpoint.keyType === 'rsa' ? [ecdsa, rsa] : [rsa, ecdsa];
  assert.deepEqual(
    [firstDer, secondDer],
    expected.map((presentation) => ders(presentation)[0]),
  );
  assert.equal(second?.endpoint.id, `${endpoint.id}#${second?.endpoint.keyType}`);
});

test('a server with one key type is one endpoint', async () => {
  const server = await listen(rsa);
  const observations = await createCollector({ ...collectorOptions, keyTypes: 'all' })(endpointAt(server), budget());
  assert.equal(observations.length, 1);
});
