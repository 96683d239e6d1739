import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concatenate } from '../../../src/tls/bytes/byte-writer.ts';
import type { Wrapping } from '../../../src/tls/start-tls/preface.ts';
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

const mssql = { protocol: 'mssql' } as const;

/** Answers to PRELOGIN of SQL Server 2008 R2 and 2012, as published captures have them: VERSION, ENCRYPTION, INSTOPT, THREADID and MARS. */
const options = '00001a0006 0100200001 0200210001 0300220000 0400220001 ff';
const captured = {
  'SQL Server 2008': `0401002b00000100 ${options} 0a0009e30000 01 00 01`,
  'SQL Server 2012': `0401002b00000100 ${options} 0b000bb80000 01 00 01`,
};

const answerWith = (encryption: string): Uint8Array =>
  hex(`0401002b00000100 ${options} 0f0007d00000 ${encryption} 00 00`);

for (const [server, answer] of Object.entries(captured)) {
  test(`MS-TDS §2.2.6.5, §4.1: PRELOGIN is built as documented, and the captured answer of ${server} begins TLS`, () => {
    const conversed = converseAnyhow(mssql, hex(answer));
    // The example of §4.1, with ENCRYPT_ON, version 11, thread 0 and without MARS.
    const example = '1201002f00000100 00001a0006 0100200001 0200210001 0300220004 0400260001 ff';
    assert.equal(conversed.sent, `${example}0b0000000000 01 00 00000000 00`.replaceAll(' ', ''));
    assert.notEqual(assertReady(conversed).wrapping, undefined);
    assertInjection(mssql, hex(answer));
  });
}

for (const [name, encryption] of [
  ['ENCRYPT_OFF', '00'],
  ['ENCRYPT_ON', '01'],
  ['ENCRYPT_REQ', '03'],
  ['ENCRYPT_CLIENT_CERT with ENCRYPT_ON', '81'],
] as const) {
  test(`${name} begins TLS`, () => {
    assertReady(converseAnyhow(mssql, answerWith(encryption)));
  });
}

test('ENCRYPT_NOT_SUP is a server without TLS, and an unknown value is told', () => {
  assert.match(refusal(converse(mssql, answerWith('02'))), /does not offer TLS: .* ENCRYPT_NOT_SUP/);
  assert.match(refusal(converse(mssql, answerWith('82'))), /ENCRYPT_NOT_SUP/);
  assert.match(refusal(converse(mssql, answerWith('07'))), /unknown encryption 0x7/);
});

test('an answer in several packets is one message', () => {
  assertReady(converseAnyhow(mssql, hex('0400000e00000100 0100060001 ff 0401000900000200 01')));
});

test('an error token instead of an answer is told with number and text', () => {
  const text = Buffer.from('Login failed.', 'utf16le');
  const token = concatenate([hex('aa 2e00 18480000 01 0e 0d00'), text, hex('00 00 01000000')]);
  const packet = concatenate([Uint8Array.of(4, 1, 0, token.length + 8, 0, 0, 1, 0), token]);
  assert.equal(refusal(converseAnyhow(mssql, packet)), 'The server refused PRELOGIN: error 18456, "Login failed.".');
  assert.match(refusal(converse(mssql, hex('0401000c00000100 aa2e0018'))), /refused PRELOGIN: "\\xaa/);
});

for (const [what, bytes, said] of [
  ['no ENCRYPTION', '0401000f00000100 0000060001 ff 00', /does not say whether it encrypts/],
  ['an option cut short', '0401000c00000100 01000600', /does not say whether it encrypts/],
  ['a value beyond the end', '0401000e00000100 01ffff0001 ff', /does not say whether it encrypts/],
  ['no option at all', '0401000900000100 ff', /does not say whether it encrypts/],
  ['no data', '0401000800000100', /does not say whether it encrypts/],
  ['a packet shorter than its header', '0401000700000100', /a packet of 7 bytes/],
  ['a packet of 64 KiB', '0401ffff00000100', /a packet of 65535 bytes/],
  ['a packet of another type', '1001000900000100', /does not speak TDS/],
] as const) {
  test(`an answer with ${what} is refused`, () => {
    assert.match(refusal(converseAnyhow(mssql, hex(bytes))), said);
  });
}

test('packets without end are too many bytes', () => {
  const { end } = converse(mssql, concatenate(Array.from({ length: 9000 }, () => hex('0400000800000100'))));
  assert.equal(end.kind, 'failed');
  assert.equal(end.failure.kind, 'limit');
});

test('servers of other protocols are no SQL Servers', () => {
  for (const said of strangers)
    assert.match(refusal(converse(mssql, said)), /^The peer (?:does not speak|speaks .*, not) TDS: it answered with/);
});

function wrapping(): Wrapping {
  const { wrapping: own } = assertReady(converse(mssql, answerWith('01')));
  assert.ok(own);
  return own;
}

/** A packet of the handshake; `status` 1 ends a message. */
function packet(data: Uint8Array, { type = 0x12, status = 1 } = {}): Uint8Array {
  const length = data.length + 8;
  return concatenate([Uint8Array.of(type, status, length >>> 8, length & 0xff, 0, 0, 1, 0), data]);
}

function unwrapAll(bytes: Uint8Array, pieceBytes: number): Uint8Array {
  const own = wrapping();
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const { bytes: part, failure } = own.unwrap(bytes.subarray(start, start + pieceBytes));
    assert.equal(failure, undefined);
    parts.push(part);
  }
  return concatenate(parts);
}

test('a hello is sent in one packet that ends its message, a long one in several of 4,096 bytes', () => {
  const hello = latin1('x'.repeat(517));
  assert.deepEqual(Buffer.from(wrapping().wrap(hello)), Buffer.from(concatenate([hex('1201020d00000100'), hello])));
  const long = latin1('y'.repeat(5000));
  const sent = wrapping().wrap(long);
  assert.equal(Buffer.from(sent.subarray(0, 8)).toString('hex'), '1200100000000100');
  assert.equal(Buffer.from(sent.subarray(4096, 4104)).toString('hex'), '1201039800000200');
  assert.deepEqual(Buffer.from(unwrapAll(sent, 7)), Buffer.from(long));
  assert.equal(wrapping().wrap(new Uint8Array()).length, 0);
});

test('records come whole however packets and pieces are cut: several packets a record, several records a packet', () => {
  const record = concatenate([hex('160303 0200'), latin1('z'.repeat(0x200))]);
  const records = concatenate([record, record, record]);
  const cuts = [1, 5, 100, 511, 517, 700, 1551];
  for (const cut of cuts) {
    const packets: Uint8Array[] = [];
    for (let start = 0; start < records.length; start += cut) {
      packets.push(packet(records.subarray(start, start + cut), { status: start + cut < records.length ? 0 : 1 }));
    }
    for (const pieceBytes of [1, 9, 64, 1e6]) {
      assert.deepEqual(Buffer.from(unwrapAll(concatenate(packets), pieceBytes)), Buffer.from(records));
    }
  }
});

test('a packet of 32 KiB is read, a longer one, an empty one and one of another type end the connection', () => {
  assert.equal(unwrapAll(packet(new Uint8Array(0x8000 - 8)), 1000).length, 0x8000 - 8);
  for (const [bytes, said] of [
    [hex('1201800100000100'), /a packet of 32769 bytes/],
    [hex('1201000800000100'), /a packet of 8 bytes/],
    [hex('1201000000000100'), /a packet of 0 bytes/],
    [hex('0201000900000100aa'), /a packet of type 0x02/],
  ] as const) {
    const own = wrapping();
    const { bytes: none, failure } = own.unwrap(bytes);
    assert.equal(none.length, 0);
    assert.match(failure?.message ?? '', said);
    assert.equal(own.unwrap(packet(latin1('more'))).bytes.length, 0);
  }
});

test('what came before a broken packet is still read', () => {
  const { bytes, failure } = wrapping().unwrap(concatenate([packet(latin1('abc')), hex('ff01000900000100')]));
  assert.equal(Buffer.from(bytes).toString(), 'abc');
  assert.match(failure?.message ?? '', /type 0xff/);
});

test('records that come as they are, since the handshake is over or given up, are read as they are', () => {
  const bare = hex('15030300020228 00ff');
  assert.deepEqual(
    Buffer.from(unwrapAll(concatenate([packet(latin1('abc')), bare]), 2)),
    Buffer.from(concatenate([latin1('abc'), bare])),
  );
});

test('a server that begins with TLS is told as one', () => {
  assert.match(refusal(converseAnyhow(mssql, tlsAlert)), /begins with TLS at once: .* the TLS alert protocol_version/);
});
