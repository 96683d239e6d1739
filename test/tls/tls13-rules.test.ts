import assert from 'node:assert/strict';
import { constants, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import {
  certificateMessage,
  handshake,
  serverHello,
  serverHelloDone,
  type ServerHelloFields,
  writeExtensions,
} from '../zoo/server-messages.ts';
import { concatenate, uint16, uint8, vector16 } from '../../src/tls/bytes/byte-writer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
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

/** What differs in a flight. */
interface Flight {
  readonly hello?: ServerHelloFields;
  /** The messages before Certificate. */
  readonly before?: readonly Uint8Array[];
  readonly certificate?: Uint8Array;
}

/** A correct flight but for what is given; what is said in between or at the end is the test's business. */
function* flight(peer: Tls13Peer, { hello, before, certificate }: Flight = {}): Generator<Uint8Array> {
  yield peer.hello(hello);
  if (before?.length !== 0) yield peer.say(...(before ?? [encryptedExtensions()]));
  yield peer.say(certificate ?? certificateEntries([{ der: rsa.der }]));
  yield peer.say(peer.verify(0x0804, 'sha256', keyOf(rsa), pss));
  yield peer.say(peer.finished());
}

/** One rule was broken, and the flight was read to its end and the key proven all the same. */
function assertNoted(result: ProbeResult, rule: string, message: RegExp): void {
  assert.equal(result.failure, undefined, result.failure?.message);
  assert.equal(result.flightComplete, true);
  assert.deepEqual(result.certificates?.[0], rsa.der);
  if (result.serverHello?.protocol === 'TLSv1.3') {
    assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
    assert.equal(result.finishedCorrect, true);
  }
  assert.deepEqual(
    result.violations.map((violation) => violation.rule),
    [rule],
    JSON.stringify(result.violations),
  );
  assert.match(result.violations[0]?.message ?? '', message);
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
  ['a suite of TLS 1.2', { suite: 0x002f }, /TLS_RSA_WITH_AES_128_CBC_SHA, which is not a suite of TLSv1\.3/],
  ['a suite never offered', { suite: 0x1304 }, /TLS_AES_128_CCM_SHA256 \(0x1304\), which was not offered/],
  ['no key share', { extensions: [tls13] }, /no key_share/],
  [
    'a key share of another group',
    { extensions: [tls13, share(0x17, new Uint8Array(65))] },
    /secp256r1; the hello had one of x25519/,
  ],
  ['a key share that is too short', { extensions: [tls13, share(0x1d, new Uint8Array(31))] }, /31 bytes, not 32/],
  ['a key share of all zeros', { extensions: [tls13, share(0x1d, new Uint8Array(32))] }, /not a usable public key/],
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

const ownShare = share(0x1d, seededOptions('server').keyShare('x25519').publicKey);

const oddHellos: readonly (readonly [name: string, fields: ServerHelloFields, rule: string, message: RegExp])[] = [
  ['another session id', { sessionId: Uint8Array.of(1) }, 'RFC 8446 §4.1.3', /does not repeat the session id/],
  ['no session id', { sessionId: new Uint8Array(0) }, 'RFC 8446 §4.1.3', /does not repeat the session id/],
  ['compression', { compression: 1 }, 'RFC 8446 §4.1.3', /compression 1/],
  [
    'a legacy_version of TLS 1.3',
    { version: 0x0304 },
    'RFC 8446 §4.2.1',
    /version 0x0304 and supported_versions 0x0304/,
  ],
  [
    'TLS 1.3 as its version and no supported_versions',
    { version: 0x0304, extensions: [ownShare] },
    'RFC 5246 §7.4.1.3',
    /version 0x0304; the hello offered up to 0x0303/,
  ],
  ['a legacy_version of TLS 1.0', { version: 0x0301 }, 'RFC 8446 §4.2.1', /version 0x0301/],
  ['the same extension twice', { extensions: [tls13, ownShare, tls13] }, 'RFC 8446 §4.2', /supported_versions twice/],
  [
    'an extension never offered',
    { extensions: [tls13, [0x29, uint16(0)], ownShare] },
    'RFC 8446 §4.2',
    /pre_shared_key, which the hello did not offer/,
  ],
  [
    'an extension that belongs beside a certificate',
    { extensions: [tls13, [0x05, new Uint8Array(0)], ownShare] },
    'RFC 8446 §4.2',
    /status_request, which must not stand there/,
  ],
];

for (const [name, fields, rule, message] of oddHellos) {
  test(`a ServerHello with ${name} breaks a rule, and the flight is read to its end`, () => {
    const { probe, peer } = begin();
    for (const bytes of flight(peer, { hello: fields })) probe.receive(bytes);
    assertNoted(probe.result(), rule, message);
  });
}

test('supported_versions of TLS 1.2 breaks a rule, and the flight in the clear is read', () => {
  const { probe } = begin();
  const hello = serverHello({ extensions: [[0x2b, uint16(0x0303)]] });
  probe.receive(handshake(hello, certificateMessage([rsa.der]), serverHelloDone));
  assert.equal(probe.result().serverHello?.protocol, 'TLSv1.2');
  assertNoted(probe.result(), 'RFC 8446 §4.2.1', /supported_versions 0x0303/);
});

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
    'no certificate in Certificate',
    (peer) => peer.say(encryptedExtensions(), certificateEntries([])),
    /without a certificate/,
  ],
  ['no Certificate', (peer) => peer.say(encryptedExtensions(), peer.finished()), /Finished instead of Certificate/],
  ['application data', (peer) => peer.seal(0x17, Uint8Array.of(1)), /record of type 23/],
] as readonly (readonly [string, (peer: Tls13Peer) => Uint8Array, RegExp])[]) {
  test(`${name} breaks the protocol`, () => {
    const { probe, peer } = begin();
    probe.receive(peer.hello());
    probe.receive(say(peer));
    assertRefused(probe.result(), message);
  });
}

const entry = (...extensions: readonly (readonly [number, Uint8Array])[]): Uint8Array =>
  certificateEntries([{ der: rsa.der, extensions }]);
const requestFor = (...extensions: readonly (readonly [number, Uint8Array])[]): readonly Uint8Array[] => [
  encryptedExtensions(),
  writeHandshakeMessage(0x0d, concatenate([uint8(0), writeExtensions(extensions)])),
];
const schemes: readonly [number, Uint8Array] = [0x0d, vector16(uint16(0x0804))];

for (const [name, changes, rule, message] of [
  [
    'EncryptedExtensions with what was not offered',
    { before: [encryptedExtensions([0x23, uint16(0)])] },
    'RFC 8446 §4.3.1',
    /session_ticket, which the hello did not offer/,
  ],
  [
    'EncryptedExtensions with what belongs into ServerHello',
    { before: [encryptedExtensions([0x33, uint16(0)])] },
    'RFC 8446 §4.3.1',
    /key_share, which must not stand there/,
  ],
  [
    'the same extension twice in EncryptedExtensions',
    { before: [encryptedExtensions([0, new Uint8Array(0)], [0, new Uint8Array(0)])] },
    'RFC 8446 §4.3.1',
    /server_name twice/,
  ],
  [
    'EncryptedExtensions that cannot be read',
    { before: [writeHandshakeMessage(8, Uint8Array.of(0, 9, 1))] },
    'RFC 8446 §4.3.1',
    /EncryptedExtensions is cut short/,
  ],
  ['no EncryptedExtensions', { before: [] }, 'RFC 8446 §4', /Certificate instead of EncryptedExtensions/],
  [
    'HelloRequest before EncryptedExtensions',
    { before: [Uint8Array.of(0, 0, 0, 0), encryptedExtensions()] },
    'RFC 8446 §4',
    /HelloRequest instead of EncryptedExtensions/,
  ],
  [
    'NewSessionTicket before Certificate',
    { before: [encryptedExtensions(), writeHandshakeMessage(4, new Uint8Array(9))] },
    'RFC 8446 §4',
    /NewSessionTicket instead of Certificate/,
  ],
  ['a CertificateRequest without schemes', { before: requestFor() }, 'RFC 8446 §4.3.2', /no signature_algorithms/],
  [
    'a CertificateRequest with what belongs elsewhere',
    { before: requestFor(schemes, [0x33, uint16(0)]) },
    'RFC 8446 §4.3.2',
    /key_share, which must not stand there/,
  ],
  [
    'a CertificateRequest that cannot be read',
    { before: [encryptedExtensions(), writeHandshakeMessage(0x0d, Uint8Array.of(9))] },
    'RFC 8446 §4.3.2',
    /CertificateRequest is cut short/,
  ],
  [
    'a request context in Certificate',
    { certificate: certificateEntries([{ der: rsa.der }], Uint8Array.of(1)) },
    'RFC 8446 §4.4.2',
    /request context of 1 bytes/,
  ],
  [
    'an extension never offered beside the certificate',
    { certificate: entry([0xabcd, uint8(1)]) },
    'RFC 8446 §4.4.2',
    /Certificate 1 has the extension 0xabcd, which the hello did not offer/,
  ],
  [
    'an extension beside the certificate that belongs elsewhere',
    { certificate: entry([0x00, new Uint8Array(0)]) },
    'RFC 8446 §4.4.2',
    /server_name, which must not stand there/,
  ],
  [
    'a staple of another type',
    { certificate: entry([0x05, Uint8Array.of(2, 0, 0, 0)]) },
    'RFC 8446 §4.4.2.1',
    /CertificateStatus has type 2/,
  ],
] as readonly (readonly [string, Flight, string, RegExp])[]) {
  test(`${name} breaks a rule, and the flight is read to its end`, () => {
    const { probe, peer } = begin();
    for (const bytes of flight(peer, changes)) probe.receive(bytes);
    assertNoted(probe.result(), rule, message);
  });
}

test('an unknown extension in CertificateRequest is ignored, as RFC 8446 has it', () => {
  const { probe, peer } = begin();
  for (const bytes of flight(peer, { before: requestFor(schemes, [0xabcd, uint8(1)]) })) probe.receive(bytes);
  assert.deepEqual(probe.result().violations, []);
  assert.deepEqual(probe.result().certificateRequest?.signatureSchemes, [0x0804]);
});

test('staples and SCTs of every certificate are kept, beside extensions that break a rule', () => {
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
