import assert from 'node:assert/strict';
import { test } from 'node:test';

import { handshake, type ServerHelloFields } from '../zoo/server-messages.ts';
import { concatenate, uint16, vector16 } from '../../src/tls/bytes/byte-writer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import type { Extension } from '../../src/tls/messages/extensions.ts';
import type { Probe, ProbeFailure } from '../../src/tls/probe.ts';
import { helloRetryRequestRandom } from '../../src/tls/messages/server-hello.ts';
import { readClientHello, serverHello } from './scripted-peer.ts';
import { seededOptions } from './seeded.ts';

const tls13: Extension = [0x2b, uint16(0x0304)];
const group = (code: number): Extension => [0x33, uint16(code)];
const cookie = (length: number): Extension => [0x2c, vector16(new Uint8Array(length).fill(7))];

function begin() {
  const probe = createProbe(seededOptions('retry', { serverName: 'retry.test' }));
  const first = readClientHello(probe.start());
  const request = (extensions: readonly Extension[], fields: ServerHelloFields = {}): Uint8Array =>
    handshake(
      serverHello({
        random: helloRetryRequestRandom,
        sessionId: first.sessionId,
        suite: 0x1301,
        extensions,
        ...fields,
      }),
    );
  return { probe, first, request };
}

/** The ClientHello in what was sent, behind the one ChangeCipherSpec of middlebox compatibility. */
function secondHello(sent: Uint8Array | undefined) {
  assert.deepEqual([...(sent?.subarray(0, 6) ?? [])], [0x14, 3, 3, 0, 1, 1]);
  return readClientHello((sent ?? new Uint8Array(0)).subarray(6));
}

function failureAfter(probe: Probe, bytes: Uint8Array): ProbeFailure | undefined {
  assert.equal(probe.receive(bytes).done, true);
  return probe.result().failure;
}

test('the second hello is the first one with the share that was asked for', () => {
  const { probe, first, request } = begin();
  const { send, done } = probe.receive(request([tls13, group(0x0018)]));
  assert.equal(done, false);
  const second = secondHello(send);
  assert.deepEqual(second.random, first.random);
  assert.deepEqual(second.sessionId, first.sessionId);
  assert.deepEqual([...(second.extensions.get(0x33)?.subarray(0, 6) ?? [])], [0, 101, 0, 0x18, 0, 97]);
  assert.equal(second.extensions.has(0x2c), false);
  for (const type of [0x00, 0x05, 0x0a, 0x0b, 0x0d, 0x12, 0x17, 0x2b]) {
    assert.deepEqual(second.extensions.get(type), first.extensions.get(type), `extension ${type}`);
  }
});

test('a cookie is echoed, and without a group the share stays', () => {
  const { probe, first, request } = begin();
  const second = secondHello(probe.receive(request([tls13, cookie(40)])).send);
  assert.deepEqual(second.extensions.get(0x2c), cookie(40)[1]);
  assert.deepEqual(second.extensions.get(0x33), first.extensions.get(0x33));
});

test('a cookie of 8,192 bytes is echoed and a longer one goes past our limit', () => {
  const fits = begin();
  assert.equal(fits.probe.receive(fits.request([tls13, cookie(0x2000)])).done, false);
  const { probe, request } = begin();
  const failure = failureAfter(probe, request([tls13, cookie(0x2001)]));
  assert.equal(failure?.kind, 'limit');
  assert.match(failure?.message ?? '', /8193 bytes; the limit is 8192/);
});

const wrong: readonly (readonly [name: string, extensions: readonly Extension[], message: RegExp])[] = [
  ['for the group that was shared', [tls13, group(0x001d)], /x25519, for which the hello had a share/],
  ['for a group never offered', [tls13, group(0x0100)], /ffdhe2048, which was not offered/],
  ['for a group that TLS 1.3 does not use', [tls13, group(0x0016)], /secp256k1, which TLS 1.3 does not use/],
  ['that changes nothing', [tls13], /no change/],
  ['with an empty cookie', [tls13, cookie(0)], /cookie of HelloRetryRequest is empty/],
  ['with a whole key share', [tls13, [0x33, concatenate([uint16(0x17), uint16(0)])]], /2 bytes too many/],
];

for (const [name, extensions, message] of wrong) {
  test(`a HelloRetryRequest ${name} breaks the protocol`, () => {
    const { probe, request } = begin();
    const failure = failureAfter(probe, request(extensions));
    assert.equal(failure?.kind, 'protocol');
    assert.match(failure?.message ?? '', message);
  });
}

test('a second HelloRetryRequest is refused', () => {
  const { probe, request } = begin();
  probe.receive(request([tls13, group(0x0018)]));
  assert.match(failureAfter(probe, request([tls13, group(0x0017)]))?.message ?? '', /second HelloRetryRequest/);
});

test('a HelloRetryRequest with another extension or session id breaks a rule, and is answered', () => {
  const { probe, request } = begin();
  const step = probe.receive(request([tls13, group(0x0017), [0x05, new Uint8Array(0)]], { sessionId: uint16(0) }));
  assert.equal(step.done, false);
  assert.ok((step.send?.length ?? 0) > 100);
  assert.deepEqual(
    probe.result().violations.map(({ message }) => message),
    [
      'HelloRetryRequest does not repeat the session id of the hello, as TLS 1.3 demands.',
      'HelloRetryRequest has the extension status_request, which the hello did not offer.',
    ],
  );
  probe.end();
  const { failure } = probe.result();
  assert.match(failure?.message ?? '', /before the ServerHello after HelloRetryRequest, after 1 record\./);
});

test('a ServerHello with another suite than the HelloRetryRequest breaks a rule', () => {
  const { probe, first, request } = begin();
  probe.receive(request([tls13, group(0x0018)]));
  const hello = handshake(serverHello({ sessionId: first.sessionId, suite: 0x1302, extensions: [tls13] }));
  probe.receive(hello);
  const [violation] = probe.result().violations;
  assert.equal(violation?.rule, 'RFC 8446 §4.1.4');
  assert.match(violation?.message ?? '', /TLS_AES_256_GCM_SHA384 after a HelloRetryRequest for TLS_AES_128_GCM_SHA256/);
});

test('the random of a HelloRetryRequest means nothing below TLS 1.3', () => {
  const { probe } = begin();
  probe.receive(handshake(serverHello({ random: helloRetryRequestRandom })));
  assert.equal(probe.result().serverHello?.protocol, 'TLSv1.2');
});
