import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';

import { createCollector } from '../../src/collect/collector.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { HelloProfile } from '../../src/model/vocabulary.ts';
import { type ClientHello, readClientHello } from '../estate/scripted/client-hello.ts';
import {
  abortOnAnyExtension,
  ellipticExchange,
  readFirst64Suites,
  refuse0x0303,
  type Script,
  silentOnHellosOf256To511,
  ssl30BareOnly,
  ssl30Only,
} from '../estate/scripted/peers.ts';
import { type ScriptedPeer, startScriptedPeer } from '../estate/scripted/scripted-peer.ts';
import { budget, collect, collectorOptions, endpointAt } from './collecting.ts';
import { createPresenter, ders, host } from './presentations.ts';

const running: (() => Promise<void>)[] = [];
let rsa: Presentation;
let another: Presentation;

before(async () => {
  const present = await createPresenter();
  [rsa, another] = await Promise.all([present('rsa-2048'), present('rsa-2048')]);
});
after(async () => {
  for (const stop of running) await stop();
});

async function play(script: Script): Promise<ScriptedPeer> {
  const peer = await startScriptedPeer(script);
  running.push(() => peer.close());
  return peer;
}

/** A peer that does one thing with each connection, TLS or not. */
async function serve(serveOne: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serveOne(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port };
}

const fallbacks: readonly (readonly [string, () => Script, HelloProfile, number])[] = [
  ['aborts on any extension', () => abortOnAnyExtension(rsa), 'tls10-bare', 4],
  ['is silent on hellos of 256 to 511 bytes', () => silentOnHellosOf256To511(rsa), 'modern', 1],
  ['refuses 0x0303', () => refuse0x0303(rsa), 'tls10', 3],
  ['reads only the first 64 suites', () => readFirst64Suites(rsa), 'modern', 1],
  ['answers SSL 3.0 to everything', () => ssl30Only(rsa), 'modern', 1],
  ['wants a bare SSL 3.0 hello', () => ssl30BareOnly(rsa), 'ssl30-bare', 7],
];

for (const [behaviour, script, profile, connections] of fallbacks) {
  test(`a peer that ${behaviour} is read with the hello ${profile}`, async () => {
    const peer = await play(script());
    const observation = await collect(endpointAt(peer));
    assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
    assert.equal(observation.failure, null);
    assert.equal(observation.handshake?.profile, profile);
    assert.equal(observation.handshake?.serverName, profile.endsWith('bare') ? null : host);
    assert.equal(observation.attempts.length, connections);
    assert.equal(peer.connections(), connections);
    assert.equal(observation.attempts.at(-1)?.failure, null);
  });
}

const fastFallbacks: readonly (readonly [string, () => Script, HelloProfile, number])[] = [
  ['aborts on any extension', () => abortOnAnyExtension(rsa), 'tls10-bare', 4],
  ['refuses 0x0303', () => refuse0x0303(rsa), 'tls10', 3],
  ['reads only the first 64 suites', () => readFirst64Suites(rsa), 'tls12', 1],
  ['answers SSL 3.0 to everything', () => ssl30Only(rsa), 'tls12', 1],
  ['wants a bare SSL 3.0 hello', () => ssl30BareOnly(rsa), 'ssl30-bare', 7],
];

for (const [behaviour, script, profile, connections] of fastFallbacks) {
  test(`with TLS 1.2 first, a peer that ${behaviour} is read all the same, with the hello ${profile}`, async () => {
    const peer = await play(script());
    const observation = await collect(endpointAt(peer), { handshake: 'fast' });
    assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
    assert.equal(observation.handshake?.profile, profile);
    assert.equal(observation.attempts.length, connections);
  });
}

test('every hello has a random of its own', async () => {
  const randoms: string[] = [];
  const script = refuse0x0303(rsa);
  const peer = await play((hello) => {
    randoms.push(Buffer.from(hello.random).toString('hex'));
    return script(hello);
  });
  await collect(endpointAt(peer));
  assert.equal(new Set(randoms).size, 3);
});

test('silence after one hello leaves time for the next ones', async () => {
  const script = abortOnAnyExtension(rsa);
  const peer = await play((hello) => (hello.extensions === undefined ? script(hello) : { kind: 'silence' }));
  const observation = await collect(endpointAt(peer), {}, 1_600);
  assert.equal(observation.handshake?.profile, 'tls10-bare');
  assert.deepEqual(
    observation.attempts.map(({ failure }) => failure?.kind ?? null),
    ['timeout', 'timeout', 'timeout', null],
  );
});

test('a peer that never answers is a timeout of stage tls after five hellos', async () => {
  const observation = await collect(endpointAt(await serve((socket) => socket.resume())), {}, 1_600);
  assert.equal(observation.failure?.stage, 'tls');
  assert.equal(observation.failure?.kind, 'timeout');
  assert.equal(observation.handshake, null);
  assert.deepEqual(observation.certificates, []);
  assert.equal(observation.attempts.length, 5);
});

test('a closed port is refused at stage tcp, and not asked again', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const observation = await collect(endpointAt({ port }, { probeWithoutServerName: true }));
  assert.equal(observation.failure?.stage, 'tcp');
  assert.equal(observation.failure?.kind, 'refused');
  assert.equal(observation.attempts.length, 1);
  assert.equal(observation.withoutServerName, null);
});

for (const [what, banner] of [
  ['an SSH banner', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'],
  ['an SMTP banner', '220 mail.contoso.test ESMTP\r\n'],
  ['an HTTP answer', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
] as const) {
  test(`${what} is not TLS, and is named after one connection`, async () => {
    const observation = await collect(endpointAt(await serve((socket) => socket.end(banner))));
    assert.equal(observation.failure?.stage, 'tls');
    assert.equal(observation.failure?.kind, 'not-tls');
    assert.equal(observation.attempts.length, 1);
  });
}

test('resets and FINs are distinguished, and each leads through all hellos', async () => {
  const reset = await collect(endpointAt(await serve((socket) => socket.once('data', () => socket.resetAndDestroy()))));
  assert.equal(reset.failure?.kind, 'reset');
  assert.equal(reset.attempts.length, 7);
  const closed = await collect(endpointAt(await serve((socket) => socket.once('data', () => socket.end()))));
  assert.equal(closed.failure?.kind, 'closed');
  assert.equal(closed.attempts.length, 7);
  assert.deepEqual(
    closed.attempts.slice(-2).map(({ profile }) => profile),
    ['rare', 'tls12-no-groups'],
  );
  assert.match(closed.failure?.message ?? '', /Hellos tried: modern \(closed\), tls12 \(closed\)/);
});

test('an unrecognized name is an answer: no hello without the name is sent', async () => {
  const alert = Buffer.from([21, 3, 3, 0, 2, 2, 112]);
  const observation = await collect(endpointAt(await serve((socket) => socket.once('data', () => socket.end(alert)))));
  assert.equal(observation.failure?.kind, 'alert');
  assert.match(observation.failure?.message ?? '', /unrecognized_name/);
  assert.deepEqual(
    observation.attempts.map(({ profile, alert }) => [profile, alert]),
    ['modern', 'tls12', 'tls10'].map((profile) => [profile, 'unrecognized_name']),
  );
});

test('a signature by another key is wrong, and the chain is kept', async () => {
  const peer = await play(ellipticExchange(rsa, another.key));
  const observation = await collect(endpointAt(peer));
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
  assert.equal(observation.handshake?.keyPossession, 'wrong');
  assert.match(observation.handshake?.keyPossessionReason ?? '', /rsa_pkcs1_sha256/);
});

test('a connection that breaks after Certificate keeps the chain and leaves possession undetermined', async () => {
  const whole = ellipticExchange(rsa, rsa.key);
  const peer = await serve((socket) => {
    socket.once('data', (bytes) => {
      const reaction = whole(readHello(bytes));
      if (reaction.kind === 'send') socket.end(firstRecords(reaction.bytes, 2));
    });
  });
  const observation = await collect(endpointAt(peer));
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
  assert.equal(observation.failure?.kind, 'closed');
  assert.equal(observation.handshake?.keyPossession, 'undetermined');
  assert.equal(observation.handshake?.flightComplete, false);
  assert.equal(observation.attempts.length, 1);
});

test('a peer that falls silent after Certificate is a timeout beside a chain, after the first hello', async () => {
  const whole = ellipticExchange(rsa, rsa.key);
  const peer = await serve((socket) => {
    socket.once('data', (bytes) => {
      const reaction = whole(readHello(bytes));
      if (reaction.kind === 'send') socket.write(firstRecords(reaction.bytes, 2));
    });
  });
  const observation = await collect(endpointAt(peer), {}, 200);
  assert.deepEqual(observation.certificates.map(Buffer.from), ders(rsa));
  assert.equal(observation.failure?.kind, 'timeout');
  assert.equal(observation.attempts.length, 1);
});

test('each address is asked once without SNI, however many endpoints stand there', async () => {
  let withoutName = 0;
  const script = ellipticExchange(rsa, rsa.key);
  const peer = await play((hello) => {
    if (!hello.extensions?.includes(0)) withoutName += 1;
    return script(hello);
  });
  const collector = createCollector(collectorOptions);
  const endpoints = ['www', 'as.www', 'download.www'].map((name) =>
    endpointAt(peer, { host: `${name}.test`, serverName: `${name}.test`, probeWithoutServerName: true }),
  );
  const observations = await Promise.all(endpoints.map((endpoint) => collector(endpoint, budget())));
  assert.equal(withoutName, 1);
  for (const [observation] of observations) {
    const without = observation?.withoutServerName;
    assert.ok(without && 'certificates' in without);
    assert.deepEqual(without.certificates.map(Buffer.from), ders(rsa));
  }
});

test('where the one that asked without SNI runs out of time, the next one asks again', async () => {
  let withoutName = 0;
  const script = ellipticExchange(rsa, rsa.key);
  const peer = await play((hello) => {
    if (hello.extensions?.includes(0)) return script(hello);
    withoutName += 1;
    return withoutName === 1 ? { kind: 'silence' } : script(hello);
  });
  const collector = createCollector(collectorOptions);
  const endpoint = endpointAt(peer, { probeWithoutServerName: true });
  const controller = new AbortController();
  const hasty = collector(endpoint, { signal: controller.signal, timeoutMs: 60_000 });
  const patient = collector(endpoint, budget());
  while (withoutName === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new DOMException('time is up', 'TimeoutError'));
  const [first] = await hasty;
  const without = first?.withoutServerName;
  assert.ok(without && 'failure' in without && without.failure.kind === 'timeout');
  const [second] = await patient;
  assert.ok(second?.withoutServerName && 'certificates' in second.withoutServerName);
});

test('an interruption ends everything at once, as aborted', async () => {
  const server = await serve((socket) => socket.resume());
  const controller = new AbortController();
  const collecting = createCollector(collectorOptions)(endpointAt(server), {
    signal: controller.signal,
    timeoutMs: 60_000,
  });
  controller.abort(new Error('SIGINT'));
  const [observation] = await collecting;
  assert.equal(observation?.failure?.kind, 'aborted');
});

test('it leaves with an alert and a FIN, and never sends more', async () => {
  let leave: (bytes: Buffer) => void = () => undefined;
  const left = new Promise<Buffer>((resolve) => {
    leave = resolve;
  });
  const script = ellipticExchange(rsa, rsa.key);
  const server = await serve((socket) => {
    let hello: Buffer | undefined;
    const later: Buffer[] = [];
    socket.on('data', (bytes) => {
      if (hello !== undefined) return later.push(bytes);
      hello = bytes;
      const reaction = script(readHello(bytes));
      if (reaction.kind === 'send') socket.write(reaction.bytes);
    });
    socket.on('end', () => leave(Buffer.concat(later)));
  });
  await collect(endpointAt(server));
  const words = await left;
  assert.ok(words.length > 0);
  for (let at = 0; at < words.length; at += 5 + words.readUInt16BE(at + 3)) assert.equal(words[at], 0x15);
});

function readHello(bytes: Uint8Array): ClientHello {
  const hello = readClientHello(bytes);
  assert.ok(hello !== undefined, 'the hello fills one record and arrives at once');
  return hello;
}

/** The first records of a flight: ServerHello, Certificate, … */
function firstRecords(flight: Uint8Array, count: number): Buffer {
  const bytes = Buffer.from(flight);
  let end = 0;
  for (let record = 0; record < count; record += 1) end += 5 + bytes.readUInt16BE(end + 3);
  return bytes.subarray(0, end);
}
