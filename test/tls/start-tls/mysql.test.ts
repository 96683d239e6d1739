import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concatenate } from '../../../src/tls/bytes/byte-writer.ts';
import {
  assertInjection,
  assertReady,
  converse,
  converseAnyhow,
  hex,
  latin1,
  refusal,
  strangers,
  tlsAlert,
} from './answer-from-script.ts';

const mysql = { protocol: 'mysql' } as const;

function packet(...parts: readonly Uint8Array[]): Uint8Array {
  const body = concatenate(parts);
  return concatenate([Uint8Array.of(body.length & 0xff, body.length >>> 8, 0, 0), body]);
}

function greeting(
  version: string,
  capabilities: readonly [number, number],
  rest = hex('21 0200 ff81 15'.padEnd(60, '0')),
): Uint8Array {
  const salt = hex('2a000000 3132333435363738 00');
  return packet(Uint8Array.of(10), latin1(`${version}\0`), salt, Uint8Array.from(capabilities), rest);
}

const withTls: readonly [number, number] = [0xff, 0xff];
const withoutTls: readonly [number, number] = [0xfe, 0xf7];
const sslRequest = `20000001${'018a0800'}${'00000001'}21${'00'.repeat(23)}`;

for (const version of ['8.0.36', '5.5.5-10.11.6-MariaDB-0+deb12u1', '5.1.73']) {
  test(`the greeting of ${version} is answered with an SSLRequest of 32 bytes, and TLS begins`, () => {
    const conversed = converseAnyhow(mysql, greeting(version, withTls));
    assert.equal(conversed.sent, sslRequest);
    assert.equal(sslRequest.length, 2 * (4 + 32));
    assertReady(conversed);
  });
}

test('bytes behind the greeting are handed out as injected', () => {
  assertInjection(mysql, greeting('8.0.36', withTls));
});

test('a greeting that ends with its first capabilities is whole', () => {
  assertReady(converseAnyhow(mysql, greeting('4.1.0', withTls, new Uint8Array())));
});

test('a server without CLIENT_SSL is told with its version and capabilities', () => {
  const conversed = converseAnyhow(mysql, greeting('5.7.44', withoutTls));
  assert.equal(
    refusal(conversed),
    'The server does not offer TLS: the capabilities in its greeting (0xf7fe, version "5.7.44") lack CLIENT_SSL.',
  );
  assert.equal(conversed.sent, '');
});

for (const [code, said, text] of [
  [1040, '#08004Too many connections', 'Too many connections'],
  [
    1130,
    "Host '10.0.0.7' is not allowed to connect to this MariaDB server",
    "Host '10.0.0.7' is not allowed to connect to this MariaDB server",
  ],
  [
    1129,
    "Host '10.0.0.7' is blocked because of many connection errors",
    "Host '10.0.0.7' is blocked because of many connection errors",
  ],
] as const) {
  test(`error ${code} instead of a greeting is told with its text`, () => {
    const error = packet(Uint8Array.of(0xff, code & 0xff, code >>> 8), latin1(said));
    assert.equal(refusal(converseAnyhow(mysql, error)), `The server turned the client away: error ${code}, "${text}".`);
  });
}

test('protocol version 9 has no TLS, and 11 is unknown', () => {
  assert.match(
    refusal(converse(mysql, packet(Uint8Array.of(9), latin1('3.20.1\0')))),
    /protocol version 9 .* has no TLS/,
  );
  assert.match(
    refusal(converse(mysql, packet(hex('0b 08051a00')))),
    /^The peer (?:does not speak|speaks .*, not) MySQL: it answered with/,
  );
});

for (const [what, body] of [
  ['its version', '0a 382e30'],
  ['the salt', '0a 382e3000 2a000000 3132'],
  ['the capabilities', '0a 382e3000 2a000000 3132333435363738 00 ff'],
] as const) {
  test(`a greeting cut in ${what} is refused`, () => {
    assert.match(refusal(converseAnyhow(mysql, packet(hex(body)))), /greeting is cut short/);
  });
}

test('an empty packet and a long one are no greetings', () => {
  assert.match(refusal(converse(mysql, hex('00000000'))), /does not speak MySQL/);
  assert.match(refusal(converse(mysql, hex('01100000'))), /does not speak MySQL/);
});

test('servers of other protocols are no MySQL servers', () => {
  for (const said of strangers)
    assert.match(refusal(converse(mysql, said)), /^The peer (?:does not speak|speaks .*, not) MySQL: it answered with/);
});

test('a server that begins with TLS is told as one', () => {
  assert.match(refusal(converseAnyhow(mysql, tlsAlert)), /begins with TLS at once: .* the TLS alert protocol_version/);
});
