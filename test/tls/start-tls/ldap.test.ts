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

const ldap = { protocol: 'ldap' } as const;

const request = '301d02010177188016312e332e362e312e342e312e313436362e3230303337';
const unbind = '30050201024200';
const success = hex('300c 020101 7807 0a0100 0400 0400');

/** An element with a short length. */
function ber(tag: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const contents = concatenate(parts.map((part) => (typeof part === 'string' ? latin1(part) : part)));
  assert.ok(contents.length < 0x100);
  const length = contents.length < 0x80 ? [contents.length] : [0x81, contents.length];
  return Uint8Array.of(tag, ...length, ...contents);
}

interface Answer {
  readonly id?: number;
  readonly code: number;
  readonly diagnostic?: string;
  readonly rest?: readonly Uint8Array[];
}

function answer({ id = 1, code, diagnostic = '', rest = [] }: Answer): Uint8Array {
  const result = [ber(0x0a, Uint8Array.of(code)), ber(0x04), ber(0x04, diagnostic), ...rest];
  return ber(0x30, ber(0x02, Uint8Array.of(id)), ber(0x78, ...result));
}

test('RFC 4511 §4.14: the request is sent as documented, and success begins TLS', () => {
  const conversed = converseAnyhow(ldap, success);
  assert.equal(conversed.sent, request);
  assertReady(conversed);
  assertInjection(ldap, success);
});

for (const [form, bytes] of [
  ['the long form of one octet', '30810d 020101 788107 0a0100 0400 0400'],
  ['the long form of four octets, as Active Directory sends it', '308400000010 020101 788400000007 0a0100 0400 0400'],
  ['long forms of every element', '308300001b 0282000101 7885000000000f 0a810100 04850000000000 04820000'],
  ['leading zeros beyond four octets', '30 88 000000000000000c 020101 7807 0a0100 0400 0400'],
  ['the longest form that is allowed', `30fe ${'00'.repeat(125)}0c 020101 7807 0a0100 0400 0400`],
  [
    'the name of the operation',
    `3024 020101 781f 0a0100 0400 0400 8a16 ${Buffer.from('1.3.6.1.4.1.1466.20037').toString('hex')}`,
  ],
  ['controls behind the response', '3010 020101 7807 0a0100 0400 0400 a0023000'],
] as const) {
  test(`X.690 §8.1.3: a response with ${form} is read`, () => {
    assertReady(converseAnyhow(ldap, hex(bytes)));
  });
}

test('RFC 4511 §4.14.2.2: a server that knows no StartTLS is told from one that has no certificate for it', () => {
  const unknown = converseAnyhow(ldap, answer({ code: 2, diagnostic: 'unsupported extended operation' }));
  assert.equal(
    refusal(unknown),
    'The server does not offer StartTLS: protocolError (2), "unsupported extended operation".',
  );
  assert.equal(unknown.sent, request + unbind);
  const later = converseAnyhow(ldap, answer({ code: 52, diagnostic: 'Error initializing SSL/TLS' }));
  assert.equal(refusal(later), 'The server refused StartTLS: unavailable (52), "Error initializing SSL/TLS".');
});

test('a code without a name is reported by its number, and a text is escaped', () => {
  const message = refusal(converse(ldap, answer({ code: 0x7b, diagnostic: 'no\u001b[2J' })));
  assert.equal(message, 'The server refused StartTLS: result code 123, "no\\x1b[2J".');
});

test('RFC 4511 §4.1.10: a referral is quoted', () => {
  const urls = ber(0xa3, ber(0x04, 'ldap://a.test/'), ber(0x04, 'ldap://b.test/'));
  assert.equal(
    refusal(converse(ldap, answer({ code: 10, rest: [urls] }))),
    'The server refused StartTLS: referral (10); it refers to "ldap://a.test/ ldap://b.test/".',
  );
});

test('RFC 4511 §4.4.1: a Notice of Disconnection is what it is, and other notifications are passed over', () => {
  const name = ber(0x8a, '1.3.6.1.4.1.1466.20036');
  const notice = answer({ id: 0, code: 52, diagnostic: 'connection limit exceeded', rest: [name] });
  assert.equal(
    refusal(converseAnyhow(ldap, notice)),
    'The server ended the session (Notice of Disconnection): unavailable (52), "connection limit exceeded".',
  );
  const other = answer({ id: 0, code: 0, rest: [ber(0x8a, '1.2.3')] });
  assertReady(converseAnyhow(ldap, concatenate([other, success])));
});

test('the answer to another message is no go-ahead', () => {
  assert.match(
    refusal(converse(ldap, answer({ id: 7, code: 0 }))),
    /answered message 7, but only message 1 \(StartTLS\) was sent/,
  );
});

for (const [what, bytes, said] of [
  ['an indefinite length', '3080 020101 0000', /whose length LDAP does not allow/],
  ['a length of 127 octets', '30ff', /whose length LDAP does not allow/],
  ['16 MiB', '308401000000', /of 16777216 bytes/],
  ['a length beyond every bound', '3088ffffffffffffffff', /whose length LDAP does not allow/],
  ['a response cut inside', '300c 020101 7807 0a0100 0400 0410', /is not an ExtendedResponse/],
  ['a bind response', '300c 020101 6107 0a0100 0400 0400', /is not an ExtendedResponse/],
  ['no result code', '3009 020101 7804 0400 0400', /is not an ExtendedResponse/],
  ['a text instead of a result code', '300c 020101 7807 040100 0400 0400', /is not an ExtendedResponse/],
  ['an empty message', '3000', /is not an ExtendedResponse/],
] as const) {
  test(`a message with ${what} is refused`, () => {
    assert.match(refusal(converseAnyhow(ldap, hex(bytes))), said);
  });
}

test('servers of other protocols are no LDAP servers', () => {
  for (const said of strangers)
    assert.match(refusal(converse(ldap, said)), /^The peer (?:does not speak|speaks .*, not) LDAP: it answered with/);
});

test('notifications without end are too many bytes', () => {
  const other = answer({ id: 0, code: 0, rest: [ber(0x8a, '1.2.3')] });
  const { end } = converse(ldap, concatenate(Array.from({ length: 4000 }, () => other)));
  assert.equal(end.kind, 'failed');
  assert.equal(end.failure.kind, 'limit');
});

test('a server that begins with TLS is told as one', () => {
  assert.match(refusal(converseAnyhow(ldap, tlsAlert)), /begins with TLS at once: .* the TLS alert protocol_version/);
});
