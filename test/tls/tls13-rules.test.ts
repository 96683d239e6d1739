import assert from 'node:assert/strict';
import { constants, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { handshake, type ServerHelloFields } from '../zoo/server-messages.ts';
import { concatenate, uint16, vector16 } from '../../src/tls/bytes/byte-writer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import type { Probe, ProbeResult } from '../../src/tls/probe.ts';
import { createCertificateFolder, type TestCertificate } from './certificates.ts';
import { provenScheme } from './proofs.ts';
import { certificateEntries, createTls13Peer, encryptedExtensions, record, type Tls13Peer } from './scripted-peer.ts';
import { seededOptions } from './seeded.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const p384 = folder.make('p384', 'ec:secp384r1');
after(() => folder.remove());

const keyOf = ({ keyFile }: TestCertificate): KeyObject => createPrivateKey(readFileSync(keyFile));
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

function begin(): { readonly probe: Probe; readonly peer: Tls13Peer } {
  const probe = createProbe(seededOptions('rules', { serverName: 'rsa.test' }));
  return { probe, peer: createTls13Peer(probe.start()) };
}

/** A correct flight; what is said in between or at the end is the test's business. */
function* flight(peer: Tls13Peer): Generator<Uint8Array> {
  yield peer.hello();
  yield peer.say(encryptedExtensions());
  yield peer.say(certificateEntries([{ der: rsa.der }]));
  yield peer.say(peer.verify(0x0804, 'sha256', keyOf(rsa), pss));
  yield peer.say(peer.finished());
}

function assertRefused(result: ProbeResult, message: RegExp): void {
  assert.equal(result.failure?.kind, 'protocol', JSON.stringify(result.failure));
  assert.match(result.failure?.message ?? '', message);
}

test('a correct flight of the scripted peer is read whole', () => {
  const { probe, peer } = begin();
  for (const bytes of flight(peer)) probe.receive(bytes);
  const result = probe.result();
  assert.equal(result.failure, undefined);
  assert.equal(result.finishedCorrect, true);
  assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
});

test('leaves with ChangeCipherSpec, user_canceled and close_notify, the alerts encrypted', () => {
  const { probe, peer } = begin();
  let sent = new Uint8Array(0);
  for (const bytes of flight(peer)) sent = new Uint8Array(probe.receive(bytes).send ?? []);
  assert.deepEqual([...sent.subarray(0, 6)], [0x14, 3, 3, 0, 1, 1]);
  const alerts: number[][] = [];
  for (let rest = sent.subarray(6); rest.length > 0; ) {
    const length = Buffer.from(rest).readUInt16BE(3);
    const { type, payload } = peer.open(rest[0] ?? 0, rest.subarray(5, 5 + length));
    assert.equal(type, 0x15);
    alerts.push([...payload]);
    rest = rest.subarray(5 + length);
  }
  assert.deepEqual(alerts, [
    [1, 90],
    [1, 0],
  ]);
});

test('a flight may be cut into one record a byte', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(peer.spell(encryptedExtensions()));
  probe.receive(peer.spell(certificateEntries([{ der: rsa.der }])));
  probe.receive(peer.spell(peer.verify(0x0804, 'sha256', keyOf(rsa), pss)));
  assert.equal(probe.receive(peer.spell(peer.finished())).done, true);
  const result = probe.result();
  assert.equal(result.failure, undefined);
  assert.equal(result.finishedCorrect, true);
  assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
});

test('a wrong Finished fails, and the chain and its proof stay', () => {
  const { probe, peer } = begin();
  const whole = flight(peer);
  for (let step = 0; step < 4; step += 1) probe.receive(whole.next().value ?? new Uint8Array(0));
  const finished = peer.finished();
  finished[4] = (finished[4] ?? 0) ^ 1;
  assert.equal(probe.receive(peer.say(finished)).done, true);
  const result = probe.result();
  assert.equal(result.finishedCorrect, false);
  assert.equal(result.flightComplete, true);
  assert.deepEqual(result.certificates, [rsa.der]);
  assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
});

for (const { name, leaf, scheme, hash, why } of [
  { name: 'PKCS#1', leaf: rsa, scheme: 0x0401, hash: 'sha256', why: /rsa_pkcs1_sha256, which TLS 1.3 forbids/ },
  { name: 'SHA-1', leaf: p384, scheme: 0x0203, hash: 'sha1', why: /ecdsa_sha1, which TLS 1.3 forbids/ },
  {
    name: 'a scheme never offered',
    leaf: rsa,
    scheme: 0x0708,
    hash: 'sha256',
    why: /0x0708, which the hello did not offer/,
  },
  {
    name: "another curve than the leaf's",
    leaf: p384,
    scheme: 0x0403,
    hash: 'sha256',
    why: /does not fit the leaf's curve 1\.3\.132\.0\.34/,
  },
]) {
  test(`a CertificateVerify with ${name} is an invalid proof, and the flight goes on`, () => {
    const { probe, peer } = begin();
    probe.receive(peer.hello());
    probe.receive(peer.say(encryptedExtensions(), certificateEntries([{ der: leaf.der }])));
    probe.receive(peer.say(peer.verify(scheme, hash, keyOf(leaf))));
    probe.receive(peer.say(peer.finished()));
    const { keyProof, finishedCorrect, certificates } = probe.result();
    assert.equal(keyProof.kind, 'invalid');
    assert.match(keyProof.kind === 'invalid' ? keyProof.message : '', why);
    assert.equal(finishedCorrect, true);
    assert.deepEqual(certificates, [leaf.der]);
  });
}

test('the curve that fits the scheme is accepted', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(peer.say(encryptedExtensions(), certificateEntries([{ der: p384.der }])));
  probe.receive(peer.say(peer.verify(0x0503, 'sha384', keyOf(p384))));
  assert.equal(provenScheme(probe.result()), 'ecdsa_secp384r1_sha384');
});

const share = (group: number, key: Uint8Array): readonly [number, Uint8Array] => [
  0x33,
  concatenate([uint16(group), vector16(key)]),
];
const tls13: readonly [number, Uint8Array] = [0x2b, uint16(0x0304)];

const wrongHellos: readonly (readonly [name: string, fields: ServerHelloFields, message: RegExp])[] = [
  ['another session id', { sessionId: Uint8Array.of(1) }, /session id/],
  ['a suite of TLS 1.2', { suite: 0x002f }, /TLS_RSA_WITH_AES_128_CBC_SHA, which is not a suite of TLSv1\.3/],
  ['a suite never offered', { suite: 0x1304 }, /TLS_AES_128_CCM_SHA256 \(0x1304\), which was not offered/],
  ['compression', { compression: 1 }, /compression 1/],
  ['supported_versions of TLS 1.2', { extensions: [[0x2b, uint16(0x0303)]] }, /supported_versions 0x0303/],
  ['a legacy_version of TLS 1.3', { version: 0x0304 }, /version 0x0304/],
  ['no key share', { extensions: [tls13] }, /no key_share/],
  [
    'a key share of another group',
    { extensions: [tls13, share(0x17, new Uint8Array(65))] },
    /secp256r1; the hello had one of x25519/,
  ],
  ['a key share that is too short', { extensions: [tls13, share(0x1d, new Uint8Array(31))] }, /31 bytes, not 32/],
  ['a key share of all zeros', { extensions: [tls13, share(0x1d, new Uint8Array(32))] }, /not a usable public key/],
  ['the same extension twice', { extensions: [tls13, tls13] }, /supported_versions twice/],
  [
    'an extension never offered',
    { extensions: [tls13, [0x29, uint16(0)]] },
    /pre_shared_key, which the hello did not offer/,
  ],
];

for (const [name, fields, message] of wrongHellos) {
  test(`a ServerHello with ${name} breaks the protocol`, () => {
    const { probe, peer } = begin();
    const step = probe.receive(peer.hello(fields));
    assert.equal(step.done, true);
    assertRefused(probe.result(), message);
    assert.equal(step.send?.[0], 0x15);
  });
}

test('no message may cross the key change', () => {
  const { probe, peer } = begin();
  const hello = peer.hello();
  probe.receive(concatenate([uint16(0x1603), Uint8Array.of(3), vector16(hello.subarray(5), encryptedExtensions())]));
  assertRefused(probe.result(), /across the key change/);
});

test('a plaintext handshake record after the key change breaks the protocol', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(handshake(encryptedExtensions()));
  assertRefused(probe.result(), /plaintext record of type 22/);
});

test('ChangeCipherSpec in between is ignored', () => {
  const { probe, peer } = begin();
  for (const bytes of flight(peer)) {
    probe.receive(record(0x14, 1));
    probe.receive(bytes);
  }
  assert.equal(probe.result().failure, undefined);
  assert.equal(probe.result().finishedCorrect, true);
});

test('ChangeCipherSpec without end goes past a limit', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  for (let count = 0; count < 32; count += 1) assert.equal(probe.receive(record(0x14, 1)).done, false);
  assert.equal(probe.receive(record(0x14, 1)).done, true);
  assert.equal(probe.result().failure?.kind, 'limit');
  assert.match(probe.result().failure?.message ?? '', /32.*ChangeCipherSpec/);
});

test('ChangeCipherSpec with another content, or inside a message, breaks the protocol', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(record(0x14, 2));
  assertRefused(probe.result(), /single byte 0x01/);
  const second = begin();
  second.probe.receive(second.peer.hello());
  second.probe.receive(second.peer.seal(0x16, encryptedExtensions().subarray(0, 3)));
  second.probe.receive(record(0x14, 1));
  assertRefused(second.probe.result(), /arrived inside a handshake message/);
});

test('an encrypted alert after the certificate is named, and the chain stays', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(peer.say(encryptedExtensions(), certificateEntries([{ der: rsa.der }])));
  const step = probe.receive(peer.seal(0x15, Uint8Array.of(1, 80)));
  assert.deepEqual(step, { send: undefined, done: true });
  const { failure, certificates, keyProof } = probe.result();
  assert.equal(failure?.kind, 'alert');
  assert.equal(failure?.alert, 80);
  assert.match(failure?.message ?? '', /internal_error \(80\) before CertificateVerify/);
  assert.deepEqual(certificates, [rsa.der]);
  assert.deepEqual(keyProof, { kind: 'none', reason: 'broken' });
});

test('a plain alert in answer to our key share is named', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(record(0x15, 2, 47));
  assert.equal(probe.result().failure?.alert, 47);
});

test('a record that does not decrypt breaks the protocol, and the chain stays', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(peer.say(encryptedExtensions(), certificateEntries([{ der: rsa.der }])));
  const sealed = peer.say(peer.verify(0x0804, 'sha256', keyOf(rsa), pss));
  sealed[9] = (sealed[9] ?? 0) ^ 1;
  probe.receive(sealed);
  assertRefused(probe.result(), /record 2 of the flight does not decrypt/);
  assert.deepEqual(probe.result().certificates, [rsa.der]);
});

test('padding inside a record is skipped, and a record of nothing else refused', () => {
  const padded = begin();
  padded.probe.receive(padded.peer.hello());
  const content = concatenate([encryptedExtensions(), Uint8Array.of(0x16), new Uint8Array(100)]);
  padded.probe.receive(padded.peer.seal(0, content));
  assert.equal(padded.probe.result().failure, undefined);
  const empty = begin();
  empty.probe.receive(empty.peer.hello());
  empty.probe.receive(empty.peer.seal(0, new Uint8Array(20)));
  assertRefused(empty.probe.result(), /contains only padding/);
});

for (const [name, say, message] of [
  [
    'EncryptedExtensions with what was not offered',
    (peer) => peer.say(encryptedExtensions([0x10, uint16(0)])),
    /application_layer_protocol_negotiation/,
  ],
  [
    'no EncryptedExtensions',
    (peer) => peer.say(certificateEntries([{ der: rsa.der }])),
    /Certificate instead of EncryptedExtensions/,
  ],
  [
    'no certificate in Certificate',
    (peer) => peer.say(encryptedExtensions(), certificateEntries([])),
    /without a certificate/,
  ],
  [
    'a request context in Certificate',
    (peer) => peer.say(encryptedExtensions(), certificateEntries([], Uint8Array.of(1))),
    /request context of 1 bytes/,
  ],
  ['no Certificate', (peer) => peer.say(encryptedExtensions(), peer.finished()), /Finished instead of Certificate/],
  ['HelloRequest', (peer) => peer.say(Uint8Array.of(0, 0, 0, 0)), /HelloRequest instead of EncryptedExtensions/],
  ['application data', (peer) => peer.seal(0x17, Uint8Array.of(1)), /record of type 23/],
] as readonly (readonly [string, (peer: Tls13Peer) => Uint8Array, RegExp])[]) {
  test(`${name} breaks the protocol`, () => {
    const { probe, peer } = begin();
    probe.receive(peer.hello());
    probe.receive(say(peer));
    assertRefused(probe.result(), message);
  });
}

test('staples and SCTs of every certificate are kept, other extensions of an entry do no harm', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  const staple: readonly [number, Uint8Array] = [0x05, Uint8Array.of(1, 0, 0, 2, 0xab, 0xcd)];
  const entries = [
    { der: rsa.der, extensions: [staple, [0x12, Uint8Array.of(0, 1, 9)] as const] },
    { der: p384.der, extensions: [staple, [0xabcd, Uint8Array.of(1)] as const] },
  ];
  probe.receive(peer.say(encryptedExtensions(), certificateEntries(entries)));
  const result = probe.result();
  assert.deepEqual(
    result.staples.map(({ certificateIndex }) => certificateIndex),
    [0, 1],
  );
  assert.deepEqual(result.staples[0]?.response, Uint8Array.of(0xab, 0xcd));
  assert.deepEqual(result.signedCertificateTimestamps, [{ certificateIndex: 0, list: Uint8Array.of(0, 1, 9) }]);
  assert.deepEqual(result.certificates, [rsa.der, p384.der]);
});

test('an encrypted record holds 16,384 bytes and 256 of overhead, and not one more', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(record(0x17, ...new Uint8Array(16_641)));
  assertRefused(probe.result(), /has 16641 bytes; TLS 1\.3 allows 16,640/);
});

test('an encrypted handshake record without content breaks the protocol', () => {
  const { probe, peer } = begin();
  probe.receive(peer.hello());
  probe.receive(peer.seal(0x16, new Uint8Array(0)));
  assertRefused(probe.result(), /record of type 22 has no content/);
});
