import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ascii, concatenate, uint16, vector16, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import type { ProbeResult } from '../../src/tls/probe.ts';
import { certificateMessage, handshake, serverHelloDone } from '../zoo/server-messages.ts';
import type { DialOptions } from './dial.ts';
import { record, serverHello } from './scripted-peer.ts';
import { seededOptions } from './seeded.ts';

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
const exchange = (...parts: readonly Uint8Array[]) =>
  writeHandshakeMessage(handshakeType.serverKeyExchange, concatenate(parts));

function hear(options: DialOptions, ...pieces: readonly Uint8Array[]): ProbeResult {
  const probe = createProbe(seededOptions('rare', options));
  probe.start();
  for (const piece of pieces) probe.receive(piece);
  return probe.result();
}

for (const [suite, kind] of [
  [0xc004, 'ecdh'],
  [0xc00e, 'ecdh'],
  [0x0031, 'dh'],
  [0x0095, 'rsa-psk'],
] as const) {
  test(`suite ${suite.toString(16)}: a flight without ServerKeyExchange is whole, and proves nothing`, () => {
    const flight = handshake(serverHello({ suite }), certificateMessage([der]), serverHelloDone);
    const result = hear({ profile: 'rare' }, flight);
    assert.equal(result.failure, undefined);
    assert.equal(result.flightComplete, true);
    assert.equal(result.keyExchange.kind, kind);
    assert.deepEqual(result.keyProof, { kind: 'none', reason: 'unsigned-exchange' });
    assert.deepEqual(result.certificates, [der]);
  });
}

test('the hint in the ServerKeyExchange of RSA_PSK is no proof (RFC 4279 §4)', () => {
  const hint = exchange(vector16(ascii('who')));
  const result = hear(
    { profile: 'rare' },
    handshake(serverHello({ suite: 0x00ac }), certificateMessage([der]), hint, serverHelloDone),
  );
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'unsigned-exchange' });
});

test('the ServerKeyExchange of SRP_RSA is signed: prime, generator, salt and public value (RFC 5054 §2.8.3)', () => {
  const prime = new Uint8Array(256).fill(0xff);
  const parameters = [vector16(prime), vector16(Uint8Array.of(2)), vector8(new Uint8Array(16)), vector16(prime)];
  const signed = exchange(...parameters, uint16(0x0804), vector16(new Uint8Array(256)));
  const result = hear(
    { profile: 'rare' },
    handshake(serverHello({ suite: 0xc01e }), certificateMessage([der]), signed, serverHelloDone),
  );
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.keyExchange, { kind: 'srp', group: null, bits: 2048 });
  assert.equal(result.keyProof.kind, 'signature');
});

test('ALPN in a ServerHello of TLS 1.2: one name is the choice, anything else is none', () => {
  const answer = (...content: number[]) =>
    hear({ alpn: ['h2'] }, handshake(serverHello({ extensions: [[0x10, Uint8Array.from(content)]] })))
      .applicationProtocol;
  assert.equal(answer(0, 3, 2, 0x68, 0x32), 'h2');
  for (const wrong of [[], [0, 0], [0, 3, 3, 0x68, 0x32], [0, 1, 0], [0, 6, 2, 0x68, 0x32, 2, 0x68, 0x33]]) {
    assert.equal(answer(...wrong), null, `${wrong}`);
  }
});

test('alerts about what the hello named are explained', () => {
  const refusal = (code: number, options: DialOptions) => hear(options, record(21, 2, code)).failure?.message ?? '';
  assert.match(
    refusal(120, {}),
    /no_application_protocol \(120\) before ServerHello: it serves only clients that name/,
  );
  assert.match(refusal(120, { alpn: ['h2', 'imap'] }), /none of the application protocols offered \(h2, imap\)/);
  assert.match(refusal(115, {}), /unknown_psk_identity \(115\) before ServerHello: it wants a pre-shared key/);
});
