import assert from 'node:assert/strict';
import { getDiffieHellman } from 'node:crypto';
import { after, test } from 'node:test';

import { certificateMessage, writeExtensions } from '../zoo/server-messages.ts';
import { alertName } from '../../src/tls/tables/alerts.ts';
import { ByteQueue } from '../../src/tls/bytes/byte-queue.ts';
import { ByteReader } from '../../src/tls/bytes/byte-reader.ts';
import { concatenate, uint16, uint24, uint8, vector16, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { readCertificateEntries, readCertificates } from '../../src/tls/messages/certificate-message.ts';
import { cipherSuite } from '../../src/tls/tables/cipher-suites.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { primeGroupName } from '../../src/tls/tables/dh-groups.ts';
import { readExtensionBlock, readExtensions } from '../../src/tls/messages/extensions.ts';
import { createKeyShare } from '../../src/tls/keys/key-share.ts';
import { leafCurve } from '../../src/tls/keys/leaf-curve.ts';
import { tls12Cipher } from '../../src/tls/records/tls12-ciphers.ts';
import { defaultLimits } from '../../src/tls/limits.ts';
import { groupBits, groupName } from '../../src/tls/tables/named-groups.ts';
import { HandshakeError } from '../../src/tls/handshake-error.ts';
import { readServerHello } from '../../src/tls/messages/server-hello.ts';
import { createCertificateFolder } from './certificates.ts';
import { certificateEntries, serverHello } from './scripted-peer.ts';
import { replay } from './replay.ts';
import { seededBytes, seededOptions } from './seeded.ts';
import { readTranscripts, saidBy } from './transcripts.ts';
import { abortOnViolation } from './abort-on-violation.ts';

const strict = { limits: defaultLimits, note: abortOnViolation };
const place = { what: 'Thing', rule: '' };

const folder = createCertificateFolder();
after(() => folder.remove());

test('a queue gives back what was put in, in order, whatever the pieces', () => {
  const random = seededBytes('queue');
  const queue = new ByteQueue();
  const [put, taken]: [number[], number[]] = [[], []];
  for (let round = 0; round < 2000; round += 1) {
    const [pushed = 0, wanted = 0] = random(2);
    const bytes = random(pushed * 3);
    queue.push(bytes);
    put.push(...bytes);
    assert.equal(queue.length, put.length - taken.length);
    assert.equal(queue.peek(1)[0] ?? 0, put[taken.length] ?? 0);
    taken.push(...queue.take(wanted * 4));
  }
  taken.push(...queue.take(queue.length));
  assert.equal(queue.length, 0);
  assert.deepEqual(taken, put);
});

test('a reader reads numbers and vectors, and refuses what is not there', () => {
  const reader = new ByteReader(
    concatenate([uint8(1), uint16(0x0203), uint24(0x040506), vector8(uint8(7)), vector16(uint8(8))]),
    'Thing',
  );
  assert.equal(reader.peek(), 1);
  assert.deepEqual([reader.uint8(), reader.uint16(), reader.uint24()], [1, 0x0203, 0x040506]);
  assert.deepEqual([...reader.vector8(), ...reader.vector16()], [7, 8]);
  reader.finish();
  assert.equal(reader.peek(), undefined);
  assert.throws(() => reader.uint8(), /Thing is cut short: 1 bytes announced, 0 there/);
  assert.throws(() => new ByteReader(uint8(5), 'Thing').vector8(), HandshakeError);
  assert.throws(() => new ByteReader(uint8(5), 'Thing').finish(), /Thing has 1 byte too many/);
});

/** Every proper prefix is refused and the whole is read. */
function assertEveryPrefixRefused(
  body: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
  except: readonly number[] = [],
): void {
  read(body);
  for (let length = 0; length < body.length; length += 1) {
    if (!except.includes(length))
      assert.throws(() => read(body.subarray(0, length)), HandshakeError, `${length} bytes`);
  }
  assert.throws(() => read(concatenate([body, uint8(0)])), HandshakeError);
}

test('ServerHello: round trip, and every truncation refused', () => {
  const extensions: readonly (readonly [number, Uint8Array])[] = [
    [0xff01, uint8(0)],
    [0x17, new Uint8Array(0)],
  ];
  const fields = {
    version: 0x0302,
    random: seededBytes('r')(32),
    sessionId: Uint8Array.of(1, 2),
    suite: 0x0035,
    extensions,
  };
  const body = serverHello(fields).subarray(4);
  const read = readServerHello(body, abortOnViolation);
  assert.deepEqual([...read.extensions], extensions);
  assert.deepEqual(
    { ...read, extensions },
    { ...fields, name: 'ServerHello', compression: 0, isHelloRetryRequest: false },
  );
  // Without its extension block a ServerHello is whole.
  assertEveryPrefixRefused(body, (bytes) => readServerHello(bytes, abortOnViolation), [2 + 32 + 3 + 2 + 1]);
});

test('Certificate: round trip, and every truncation refused', () => {
  const chain = [Uint8Array.of(1), Uint8Array.of(2, 3)];
  const body = certificateMessage(chain).subarray(4);
  assert.deepEqual(readCertificates(body, strict), chain);
  assertEveryPrefixRefused(body, (bytes) => readCertificates(bytes, strict));
});

test('Certificate of TLS 1.3: round trip, and every truncation refused', () => {
  const entries = [{ der: Uint8Array.of(1), extensions: [[5, uint8(9)] as const] }, { der: Uint8Array.of(2, 3) }];
  const body = certificateEntries(entries).subarray(4);
  const read = readCertificateEntries(body, strict);
  assert.deepEqual(
    read.map(({ der, extensions }) => ({
      der,
      extensions: [...readExtensionBlock(extensions, place, abortOnViolation)],
    })),
    [
      { der: Uint8Array.of(1), extensions: [[5, uint8(9)]] },
      { der: Uint8Array.of(2, 3), extensions: [] },
    ],
  );
  assertEveryPrefixRefused(body, (bytes) => readCertificateEntries(bytes, strict));
});

test('extensions: round trip, and every truncation refused', () => {
  const block = writeExtensions([
    [1, uint8(2)],
    [3, new Uint8Array(0)],
  ]);
  const read = (bytes: Uint8Array) => {
    const reader = new ByteReader(bytes, 'block');
    const extensions = readExtensions(reader, place, abortOnViolation);
    reader.finish();
    return [...extensions];
  };
  assert.deepEqual(read(block), [
    [1, uint8(2)],
    [3, new Uint8Array(0)],
  ]);
  assertEveryPrefixRefused(block, read);
});

test('suites are described by their names', () => {
  const described = (code: number) => {
    const { name, keyExchange, signer, cipher, hash } = cipherSuite(code);
    return [name, keyExchange, signer, cipher, hash];
  };
  assert.deepEqual(described(0x0004), ['TLS_RSA_WITH_RC4_128_MD5', 'rsa', 'rsa', 'RC4_128', 'MD5']);
  assert.deepEqual(described(0x000a), ['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'rsa', 'rsa', '3DES_EDE_CBC', 'SHA']);
  assert.deepEqual(described(0x0064), ['TLS_RSA_EXPORT1024_WITH_RC4_56_SHA', 'rsa-export', 'rsa', 'RC4_56', 'SHA']);
  assert.deepEqual(described(0x0011), [
    'TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA',
    'dhe-export',
    'dsa',
    'DES40_CBC',
    'SHA',
  ]);
  assert.deepEqual(described(0xc02c), [
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'ecdhe',
    'ecdsa',
    'AES_256_GCM',
    'SHA384',
  ]);
  assert.deepEqual(described(0x1303), [
    'TLS_CHACHA20_POLY1305_SHA256',
    'tls13',
    undefined,
    'CHACHA20_POLY1305',
    'SHA256',
  ]);
  assert.deepEqual(described(0x0018), ['TLS_DH_anon_WITH_RC4_128_MD5', 'unknown', undefined, 'RC4_128', 'MD5']);
  assert.deepEqual(described(0x7a7a), ['0x7a7a', 'unknown', undefined, '', '']);
});

test('alerts and groups are named, and by number where they have no name', () => {
  assert.deepEqual([alertName(112), alertName(0), alertName(199)], ['unrecognized_name', 'close_notify', 'alert 199']);
  assert.deepEqual([groupName(0x001d), groupName(0x4a4a)], ['x25519', '0x4a4a']);
  assert.deepEqual([groupBits(0x0019), groupBits(0x4a4a)], [521, null]);
});

test('well-known primes are named, leading zeros or not, and others are not', () => {
  const prime = getDiffieHellman('modp14').getPrime();
  assert.equal(primeGroupName(prime), 'modp2048');
  assert.equal(primeGroupName(concatenate([uint8(0), prime])), 'modp2048');
  assert.equal(primeGroupName(getDiffieHellman('modp2').getPrime()), 'modp1024');
  assert.equal(primeGroupName(Uint8Array.of(23)), undefined);
  assert.equal(primeGroupName(new Uint8Array(4)), undefined);
});

for (const [newkey, curve] of [
  ['ec:prime256v1', '1.2.840.10045.3.1.7'],
  ['ec:secp384r1', '1.3.132.0.34'],
  ['ec:secp521r1', '1.3.132.0.35'],
  ['ec:brainpoolP256r1', '1.3.36.3.3.2.8.1.1.7'],
  ['rsa:2048', undefined],
  ['ed25519', undefined],
] as const) {
  test(`the curve of a leaf with a key of ${newkey} is ${curve}`, () => {
    const { der } = folder.make(newkey.replace(':', '-'), newkey);
    assert.equal(leafCurve(der), curve);
    for (let length = 0; length < der.length; length += 7) leafCurve(der.subarray(0, length));
  });
}

for (const group of ['x25519', 'secp256r1', 'secp384r1', 'secp521r1'] as const) {
  test(`two shares of ${group} agree, and what is no point of it gives nothing`, () => {
    const [one, other] = [createKeyShare(group), createKeyShare(group)];
    assert.notDeepEqual(one.publicKey, other.publicKey);
    assert.equal(one.publicKey.length, other.publicKey.length);
    const secret = one.deriveSecret(other.publicKey);
    assert.equal((secret?.length ?? 0) >= 32, true);
    assert.deepEqual(secret, other.deriveSecret(one.publicKey));
    assert.equal(one.deriveSecret(new Uint8Array(one.publicKey.length)), undefined);
    assert.equal(one.deriveSecret(new Uint8Array(0)), undefined);
    const offCurve = other.publicKey.slice();
    offCurve[offCurve.length - 1] = (offCurve.at(-1) ?? 0) ^ 1;
    if (group !== 'x25519') assert.equal(one.deriveSecret(offCurve), undefined);
  });
}

test('what the probe keeps is its own, whatever becomes of the buffer that bytes came in', () => {
  const transcript = readTranscripts().find(({ name }) => name === 'tls12-ecdhe-rsa');
  assert.ok(transcript);
  const expected = replay(transcript).result;
  const probe = createProbe(seededOptions(transcript.seed, transcript.options));
  probe.start();
  const received = saidBy(transcript, 'server');
  const reused = Buffer.alloc(100);
  for (let start = 0; start < received.length; start += reused.length) {
    const length = Math.min(reused.length, received.length - start);
    reused.set(received.subarray(start, start + length));
    probe.receive(reused.subarray(0, length));
    reused.fill(0xee);
  }
  assert.deepEqual(probe.result(), expected);
});

test('ciphers that are ours or of node:crypto are described, others are not', () => {
  assert.deepEqual(tls12Cipher(cipherSuite(0x0004)), {
    kind: 'rc4',
    algorithm: 'rc4',
    keyBytes: 16,
    blockBytes: 1,
    mac: 'md5',
    macBytes: 16,
  });
  assert.equal(tls12Cipher(cipherSuite(0x009d))?.macBytes, 0);
  for (const code of [0x0003, 0x0006, 0x0007, 0x0009, 0x0096, 0x7a7a]) {
    assert.equal(tls12Cipher(cipherSuite(code)), undefined, cipherSuite(code).name);
  }
});
