import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  assertInjection,
  assertReady,
  converse,
  converseAnyhow,
  hex,
  refusal,
  strangers,
  tlsAlert,
} from './answer-from-script.ts';

const rdp = { protocol: 'rdp' } as const;

/** A Connection Confirm with what follows its fixed part, as Windows sends it. */
const confirm = (negotiation: string): Uint8Array => hex(`03000013 0ed00000123400 ${negotiation}`);

test('MS-RDPBCGR §2.2.1.1: the request asks for TLS, CredSSP and Early User Authorization', () => {
  const conversed = converseAnyhow(rdp, confirm('0200080001000000'));
  assert.equal(conversed.sent, '030000130ee00000000000010008000b000000');
  assertReady(conversed);
});

// MS-RDPBCGR §4.1.2 is the second, with flags.
for (const [protocol, negotiation] of [
  ['PROTOCOL_SSL', '0200080001000000'],
  ['PROTOCOL_SSL with flags', '021f080001000000'],
  ['PROTOCOL_HYBRID', '0200080002000000'],
  ['PROTOCOL_HYBRID_EX', '0200080008000000'],
] as const) {
  test(`${protocol} begins TLS`, () => {
    assertReady(converseAnyhow(rdp, confirm(negotiation)));
    assertInjection(rdp, confirm(negotiation));
  });
}

for (const [code, name] of [
  [1, 'SSL_REQUIRED_BY_SERVER'],
  [2, 'SSL_NOT_ALLOWED_BY_SERVER'],
  [3, 'SSL_CERT_NOT_ON_SERVER'],
  [4, 'INCONSISTENT_FLAGS'],
  [5, 'HYBRID_REQUIRED_BY_SERVER'],
  [6, 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER'],
] as const) {
  test(`MS-RDPBCGR §2.2.1.2.2: failure code ${code} is ${name}`, () => {
    const message = refusal(converseAnyhow(rdp, confirm(`030008000${code}000000`)));
    assert.match(message, new RegExp(`^The server refused TLS: ${name} \\(failure code ${code}\\): .*\\.$`));
  });
}

for (const [what, bytes, said] of [
  ['a failure code without a name', '03000013 0ed00000123400 0300080063000000', /refused TLS: failure code 99/],
  ['no negotiation data', '0300000b 06d00000123400', /supports only standard RDP security/],
  ['PROTOCOL_RDP', '03000013 0ed00000123400 0200080000000000', /chose standard RDP security/],
  ['a protocol that was not offered', '03000013 0ed00000123400 0200080004000000', /chose security protocol 0x4/],
  ['a Disconnect Request', '0300000b 06800000123400', /refused the X.224 Connection Request/],
  ['negotiation data of an unknown type', '03000013 0ed00000123400 0700080001000000', /unknown type 7/],
  ['negotiation data cut short', '0300000f 0ad00000123400 02000800', /malformed/],
  ['negotiation data of another length', '03000013 0ed00000123400 0200090001000000', /malformed/],
  ['lengths that contradict each other', '03000013 0dd00000123400 0200080001000000', /contradict each other/],
  ['a packet that is too short', '03000007 02f080', /announces 7 bytes/],
  ['a packet that is too long', '0300ffff', /announces 65535 bytes/],
  ['a length of nought', '03000000', /announces 0 bytes/],
] as const) {
  test(`${what} is a refusal`, () => {
    assert.match(refusal(converseAnyhow(rdp, hex(bytes))), said);
  });
}

test('servers of other protocols are no RDP servers', () => {
  for (const said of strangers)
    assert.match(refusal(converse(rdp, said)), /^The peer (?:does not speak|speaks .*, not) RDP: it answered with/);
});

test('a server that begins with TLS is told as one', () => {
  assert.match(refusal(converseAnyhow(rdp, tlsAlert)), /begins with TLS at once: .* the TLS alert protocol_version/);
});
