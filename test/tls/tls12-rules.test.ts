import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certificateMessage, handshake, type ServerHelloFields, serverHelloDone } from '../zoo/server-messages.ts';
import { helloProfiles } from '../../src/model/vocabulary.ts';
import { concatenate, uint16, uint24, uint8, vector16, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { createProbe } from '../../src/tls/create-probe.ts';
import { writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import type { ProbeLimits, ProbeResult } from '../../src/tls/probe.ts';
import { createCertificateFolder } from './certificates.ts';
import type { DialOptions } from './dial.ts';
import { record, serverHello } from './scripted-peer.ts';
import { seededOptions } from './seeded.ts';

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);

function hear(options: DialOptions, ...pieces: readonly Uint8Array[]): ProbeResult {
  return hearWithin({}, options, ...pieces);
}

function hearWithin(limits: Partial<ProbeLimits>, options: DialOptions, ...pieces: readonly Uint8Array[]): ProbeResult {
  const probe = createProbe({ ...seededOptions('tls12', options), limits });
  probe.start();
  for (const piece of pieces) probe.receive(piece);
  return probe.result();
}

function assertRefused({ failure }: ProbeResult, message: RegExp): void {
  assert.equal(failure?.kind, 'protocol', JSON.stringify(failure));
  assert.match(failure?.message ?? '', message);
}

/** The rule was broken, and the chain was read all the same. */
function assertNoted({ failure, certificates, violations }: ProbeResult, rule: string, message: RegExp): void {
  assert.equal(failure, undefined, failure?.message);
  assert.deepEqual(certificates, [der]);
  assert.deepEqual(
    violations.map((violation) => violation.rule),
    [rule],
    JSON.stringify(violations),
  );
  assert.match(violations[0]?.message ?? '', message);
}

function assertBeyondLimit({ failure }: ProbeResult, message: RegExp): void {
  assert.equal(failure?.kind, 'limit', JSON.stringify(failure));
  assert.match(failure?.message ?? '', message);
}

const flight = handshake(serverHello(), certificateMessage([der]), serverHelloDone);

test('a flight may come as one record, or as one record a byte', () => {
  const content = flight.subarray(5);
  const pieces = Array.from(content, (byte) => handshake(Uint8Array.of(byte)));
  const whole = hear({}, flight);
  assert.equal(whole.failure, undefined);
  assert.deepEqual(whole.certificates, [der]);
  assert.deepEqual({ ...hear({}, ...pieces), progress: whole.progress }, whole);
});

for (const profile of helloProfiles.filter((each) => each !== 'rare')) {
  test(`${profile}: SSL 3.0 in ServerHello is accepted`, () => {
    const result = hear(
      { profile },
      handshake(serverHello({ version: 0x0300 }), certificateMessage([der]), serverHelloDone),
    );
    assert.equal(result.failure, undefined);
    assert.equal(result.serverHello?.protocol, 'SSLv3');
    assert.deepEqual(result.keyProof, { kind: 'none', reason: 'rsa-key-exchange' });
  });
}

for (const [profile, version, message] of [
  ['modern', 0x0002, /0x0002/],
  ['modern', 0x7f17, /0x7f17/],
] as const) {
  test(`${profile}: version ${version} in ServerHello breaks the protocol`, () => {
    assertRefused(hear({ profile }, handshake(serverHello({ version }))), message);
  });
}

for (const [profile, version, message] of [
  ['tls12', 0x0304, /0x0304; the hello offered up to 0x0303/],
  ['modern', 0x0304, /0x0304; the hello offered up to 0x0303/],
  ['modern', 0x0399, /0x0399; the hello offered up to 0x0303/],
  ['tls10', 0x0302, /0x0302; the hello offered up to 0x0301/],
  ['tls10', 0x0303, /0x0303; the hello offered up to 0x0301/],
  ['ssl30-bare', 0x0301, /0x0301; the hello offered up to 0x0300/],
] as const) {
  test(`${profile}: version ${version} in ServerHello is more than was offered, and its chain is read`, () => {
    const said = handshake(serverHello({ version }), certificateMessage([der]), serverHelloDone);
    assertNoted(hear({ profile }, said), 'RFC 5246 §7.4.1.3', message);
  });
}

const choices = 'RFC 5246 §7.4.1.3';
const extensionRule = 'RFC 5246 §7.4.1.4';

for (const [name, fields, rule, message] of [
  ['a suite of TLS 1.3', { suite: 0x1301 }, choices, /TLS_AES_128_GCM_SHA256, which is not a suite of TLSv1\.2/],
  ['compression', { compression: 1 }, choices, /compression 1/],
  ['a session id of 33 bytes', { sessionId: new Uint8Array(33) }, choices, /session id of 33 bytes/],
  [
    'a session ticket',
    { extensions: [[0x23, new Uint8Array(0)]] },
    extensionRule,
    /the extension session_ticket, which the hello did not offer/,
  ],
  [
    'a reserved extension and ALPN',
    {
      extensions: [
        [0x0a0a, new Uint8Array(0)],
        [0x10, Uint8Array.of(0, 3, 2, 0x68, 0x32)],
      ],
    },
    extensionRule,
    /the extensions 0x0a0a and application_layer_protocol_negotiation, which/,
  ],
  [
    'ten extensions never offered',
    { extensions: Array.from({ length: 10 }, (_, index) => [0xf000 + index, new Uint8Array(0)] as const) },
    extensionRule,
    /0xf006, 0xf007 and 2 more, which/,
  ],
  [
    'the same extension twice',
    {
      extensions: [
        [0xff01, Uint8Array.of(0)],
        [0xff01, Uint8Array.of(0)],
      ],
    },
    'RFC 8446 §4.2',
    /renegotiation_info twice/,
  ],
  [
    'renegotiation_info that is not empty',
    { extensions: [[0xff01, Uint8Array.of(1, 7)]] },
    'RFC 5746 §3.4',
    /renegotiation_info of 2 bytes/,
  ],
] as readonly (readonly [string, ServerHelloFields, string, RegExp])[]) {
  test(`a ServerHello with ${name} breaks a rule, and its chain is read`, () => {
    const said = handshake(serverHello(fields), certificateMessage([der]), serverHelloDone);
    assertNoted(hear({}, said), rule, message);
  });
}

for (const [name, suite, message] of [
  ['a suite never offered', 0x0002, /TLS_RSA_WITH_NULL_SHA, which was not offered and proves no key/],
  ['static ECDH, never offered', 0xc004, /TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA, which was not offered/],
  ['RSA_PSK, never offered', 0x0094, /TLS_RSA_PSK_WITH_AES_128_CBC_SHA, which was not offered/],
  ['an unassigned suite', 0x6a6a, /0x6a6a, which was not offered/],
  ['the SCSV as its suite', 0x00ff, /TLS_EMPTY_RENEGOTIATION_INFO_SCSV, which was not offered/],
] as const) {
  test(`a flight without a proof of the key under ${name} is not complete, and its chain is kept`, () => {
    const heard = hear({}, handshake(serverHello({ suite }), certificateMessage([der]), serverHelloDone));
    assertRefused(heard, message);
    assert.deepEqual([heard.certificates, heard.flightComplete], [[der], false]);
    assert.deepEqual(
      heard.violations.map(({ rule }) => rule),
      [choices],
    );
  });
}

test('a suite that authenticates nobody breaks the protocol: no certificate follows it', () => {
  const said = handshake(serverHello({ suite: 0x0018 }), signedWith(0x0401));
  assertRefused(hear({}, said), /ServerKeyExchange instead of Certificate/);
});

test('extensions that cannot be read, or that bytes follow, hide no chain', () => {
  const hello = serverHello({ extensions: [[0x0b, Uint8Array.of(1, 0)]] });
  const spoiled = Uint8Array.from(hello, (byte, at) => (at === hello.length - 3 ? 9 : byte));
  const rest = [certificateMessage([der]), serverHelloDone];
  assertNoted(hear({}, handshake(spoiled, ...rest)), 'RFC 8446 §4.2', /cut short: 9 bytes announced, 2 there/);
  const longer = writeHandshakeMessage(2, concatenate([hello.subarray(4), Uint8Array.of(1, 2)]));
  assertNoted(hear({}, handshake(longer, ...rest)), 'RFC 8446 §4.1.3', /ServerHello has 2 bytes too many/);
});

test('at most sixteen broken rules are kept, each once', () => {
  const twice = Array.from({ length: 20 }, (_, index) => [0x0b00 + index, new Uint8Array(0)] as const);
  const said = handshake(serverHello({ extensions: [...twice, ...twice] }), certificateMessage([der]), serverHelloDone);
  assert.equal(hear({}, said).violations.length, 16);
});

test('after a broken rule an RSA key exchange is not completed: how the server encrypts is not known', () => {
  const folder = createCertificateFolder();
  const leaf = folder.make('rsa', 'rsa:2048');
  folder.remove();
  const answer = (extensions: NonNullable<ServerHelloFields['extensions']>) => {
    const probe = createProbe(seededOptions('tls12', { provePossession: true }));
    probe.start();
    const chain = certificateMessage([leaf.der]);
    const step = probe.receive(handshake(serverHello({ extensions }), chain, serverHelloDone));
    return { ...step, result: probe.result() };
  };
  const asOffered = answer([]);
  assert.deepEqual([asOffered.done, asOffered.send?.[0]], [false, 0x16], 'a ClientKeyExchange is sent');
  const harmless = answer([[0x10, Uint8Array.of(0, 3, 2, 0x68, 0x32)]]);
  assert.deepEqual(
    [harmless.done, harmless.send?.[0]],
    [false, 0x16],
    'an extension that changes no record is no way out',
  );
  const { done, send, result } = answer([[0x16, new Uint8Array(0)]]);
  assert.equal(done, true);
  assert.notEqual(send?.[0], 0x16);
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'unsupported-exchange' });
  assert.equal(result.flightComplete, true);
});

test('extensions are unsolicited after a bare hello, save renegotiation_info, which the SCSV asks for', () => {
  const answer = (type: number, content: Uint8Array) =>
    handshake(
      serverHello({ version: 0x0301, extensions: [[type, content]] }),
      certificateMessage([der]),
      serverHelloDone,
    );
  const bare = { profile: 'tls10-bare' } as const;
  assertNoted(hear(bare, answer(0x0b, Uint8Array.of(1, 0))), extensionRule, /ec_point_formats/);
  const renegotiation = hear(bare, answer(0xff01, Uint8Array.of(0)));
  assert.equal(renegotiation.failure, undefined);
  assert.equal(renegotiation.serverHello?.secureRenegotiation, true);
});

test('facts of ServerHello: no secure renegotiation, the time, the sentinel', () => {
  const random = concatenate([uint24(0x5e0000), uint8(1), new Uint8Array(20), Buffer.from('444f574e47524400', 'hex')]);
  const { serverHello: facts } = hear({}, handshake(serverHello({ random })));
  assert.deepEqual(facts, {
    protocol: 'TLSv1.2',
    offeredProtocol: 'TLSv1.3',
    cipherSuiteCode: 0x002f,
    cipherSuite: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    secureRenegotiation: false,
    downgradeSentinel: 'TLSv1.1-or-lower',
    helloRetryRequest: false,
    serverTimeSeconds: 0x5e000001,
  });
});

const parameters = concatenate([uint8(3), uint16(0x17), vector8(new Uint8Array(65))]);
const signedWith = (scheme: number) =>
  writeHandshakeMessage(0x0c, concatenate([parameters, uint16(scheme), vector16(Uint8Array.of(1, 2, 3))]));
const ecdhe = serverHello({ suite: 0xc02f });

test('the proof is over both randoms and the parameters as received', () => {
  const probe = createProbe(seededOptions('tls12'));
  const clientRandom = probe.start().subarray(11, 43);
  probe.receive(handshake(ecdhe, certificateMessage([der]), signedWith(0x0401)));
  assert.deepEqual(probe.result().keyProof, {
    kind: 'signature',
    scheme: { name: 'rsa_pkcs1_sha256', code: 0x0401 },
    signed: concatenate([clientRandom, new Uint8Array(32).fill(0x5e), parameters]),
    signature: Uint8Array.of(1, 2, 3),
  });
});

for (const [scheme, why] of [
  [0x0403, /ecdsa_secp256r1_sha256, which does not fit TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256/],
  [0x0202, /dsa_sha1, which does not fit/],
  [0x0404, /0x0404, which the hello did not offer/],
] as const) {
  test(`scheme ${scheme} on an ECDHE_RSA exchange is an invalid proof, and the flight goes on`, () => {
    const result = hear({}, handshake(ecdhe, certificateMessage([der]), signedWith(scheme), serverHelloDone));
    assert.equal(result.failure, undefined);
    assert.equal(result.flightComplete, true);
    assert.match(result.keyProof.kind === 'invalid' ? result.keyProof.message : '', why);
  });
}

test('parameters of every kind of exchange are measured', () => {
  const measure = (suite: number, params: Uint8Array) =>
    hear(
      {},
      handshake(
        serverHello({ suite, version: 0x0301 }),
        certificateMessage([der]),
        writeHandshakeMessage(0x0c, concatenate([params, vector16(Uint8Array.of(1))])),
      ),
    ).keyExchange;
  const v8 = (length: number) => vector8(new Uint8Array(length).fill(0x80));
  const v16 = (...bytes: number[]) => vector16(Uint8Array.from(bytes));
  const point = v8(65);
  const equation = concatenate([v8(32), v8(32), v8(65), v8(32), v8(1)]);
  assert.deepEqual(measure(0xc013, concatenate([uint8(1), v8(32), equation, point])), {
    kind: 'ecdhe',
    group: 'explicit',
    bits: 256,
  });
  const trinomial = concatenate([uint8(2), uint16(233), uint8(1), v8(1), equation, point]);
  assert.deepEqual(measure(0xc013, trinomial), { kind: 'ecdhe', group: 'explicit', bits: 233 });
  const pentanomial = concatenate([uint8(2), uint16(163), uint8(2), v8(1), v8(1), v8(1), equation, point]);
  assert.deepEqual(measure(0xc013, pentanomial), { kind: 'ecdhe', group: 'explicit', bits: 163 });
  assert.deepEqual(measure(0xc013, concatenate([uint8(3), uint16(0xfe01), point])), {
    kind: 'ecdhe',
    group: '0xfe01',
    bits: null,
  });
  assert.deepEqual(measure(0x0033, concatenate([v16(0, 0x0f, 0xff), v16(2), v16(5)])), {
    kind: 'dhe',
    group: null,
    bits: 12,
  });
  assert.deepEqual(measure(0x0014, concatenate([v16(0xff, 0xff), v16(2), v16(5)])), {
    kind: 'dhe-export',
    group: null,
    bits: 16,
  });
  assert.deepEqual(measure(0x0003, concatenate([v16(1, 0), v16(3)])), { kind: 'rsa-export', group: null, bits: 9 });
});

test('RSA_EXPORT without an ephemeral key is a plain RSA exchange that proves nothing', () => {
  const result = hear(
    {},
    handshake(serverHello({ suite: 0x0003, version: 0x0301 }), certificateMessage([der]), serverHelloDone),
  );
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.keyExchange, { kind: 'rsa-export', group: null, bits: null });
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'rsa-key-exchange' });
});

const status = writeHandshakeMessage(0x16, Uint8Array.of(1, 0, 0, 2, 0xaa, 0xbb));
const acknowledging = serverHello({ extensions: [[0x05, new Uint8Array(0)]] });

test('CertificateStatus comes after its acknowledgement, or not at all', () => {
  const stapled = hear({}, handshake(acknowledging, certificateMessage([der]), status, serverHelloDone));
  assert.deepEqual(stapled.staples, [{ certificateIndex: 0, response: Uint8Array.of(0xaa, 0xbb) }]);
  const silent = hear({}, handshake(acknowledging, certificateMessage([der]), serverHelloDone));
  assert.equal(silent.failure, undefined);
  assert.deepEqual(silent.staples, []);
  const unasked = hear({}, handshake(serverHello(), certificateMessage([der]), status, serverHelloDone));
  assertNoted(unasked, 'RFC 6066 §8', /CertificateStatus without status_request/);
  assert.equal(unasked.staples.length, 1);
  const unknown = writeHandshakeMessage(0x16, Uint8Array.of(2, 0, 0, 0));
  const other = hear({}, handshake(acknowledging, certificateMessage([der]), unknown, serverHelloDone));
  assertNoted(other, 'RFC 6066 §8', /type 2/);
});

test('messages that belong elsewhere do not hide the certificate that follows them', () => {
  for (const [type, name] of [
    [4, 'NewSessionTicket'],
    [22, 'CertificateStatus'],
    [23, 'SupplementalData'],
    [77, 'handshake message 77'],
  ] as const) {
    const said = handshake(serverHello(), writeHandshakeMessage(type, new Uint8Array(6)), certificateMessage([der]));
    const result = hear({}, said, handshake(serverHelloDone));
    assertNoted(result, 'RFC 5246 §7.3', new RegExp(`sent ${name} instead of Certificate`));
  }
});

for (const [name, messages, message] of [
  ['no Certificate', [serverHello(), serverHelloDone], /ServerHelloDone instead of Certificate/],
  [
    'two Certificates',
    [serverHello(), certificateMessage([der]), certificateMessage([der])],
    /Certificate instead of ServerHelloDone/,
  ],
  ['a Certificate before ServerHello', [certificateMessage([der])], /Certificate instead of ServerHello/],
  ['no certificate in Certificate', [serverHello(), certificateMessage([])], /without a certificate/],
  ['an empty certificate', [serverHello(), certificateMessage([new Uint8Array(0)])], /Certificate 1 is empty/],
  [
    'no ServerKeyExchange',
    [ecdhe, certificateMessage([der]), serverHelloDone],
    /no ServerKeyExchange, which TLS_ECDHE_RSA\w+ requires/,
  ],
  [
    'ServerKeyExchange of plain RSA',
    [serverHello(), certificateMessage([der]), signedWith(0x0401)],
    /ServerKeyExchange, which TLS_RSA_WITH_AES_128_CBC_SHA does not use/,
  ],
  [
    'a session ticket',
    [serverHello(), certificateMessage([der]), writeHandshakeMessage(4, new Uint8Array(6))],
    /NewSessionTicket instead of ServerHelloDone/,
  ],
  [
    'an unknown curve type',
    [ecdhe, certificateMessage([der]), writeHandshakeMessage(0x0c, uint8(9))],
    /unknown curve type/,
  ],
  [
    'a ServerHello cut short',
    [writeHandshakeMessage(2, new Uint8Array(10))],
    /ServerHello is cut short: 32 bytes announced, 8 there/,
  ],
] as const) {
  test(`${name} breaks the protocol`, () => {
    assertRefused(hear({}, handshake(...messages)), message);
  });
}

test('bytes behind the certificates, or in ServerHelloDone, are noted', () => {
  const done = hear({}, handshake(serverHello(), certificateMessage([der]), writeHandshakeMessage(0x0e, uint8(1))));
  assertNoted(done, 'RFC 5246 §7.4.5', /1 byte too many/);
  const longer = writeHandshakeMessage(11, concatenate([certificateMessage([der]).subarray(4), uint8(7)]));
  assertNoted(hear({}, handshake(serverHello(), longer, serverHelloDone)), 'RFC 5246 §7.4.2', /1 byte too many/);
});

test('ChangeCipherSpec before its time breaks the protocol', () => {
  assertRefused(hear({ profile: 'tls12' }, record(0x14, 1)), /ChangeCipherSpec came before ServerHello/);
  assertRefused(hear({}, handshake(serverHello()), record(0x14, 1)), /ChangeCipherSpec came before Certificate/);
});

test('what breaks after the certificate keeps it', () => {
  const result = hear({}, handshake(ecdhe, certificateMessage([der])), record(0x15, 2, 40));
  assert.equal(result.failure?.alert, 40);
  assert.deepEqual(result.certificates, [der]);
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'broken' });
  assert.equal(result.flightComplete, false);
});

test('warning alerts are kept by name, and do not end the handshake', () => {
  const result = hear({}, record(0x15, 1, 112), flight);
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.warningAlerts, ['unrecognized_name']);
  assert.equal(result.flightComplete, true);
});

test('a fatal alert ends it, with its name and code; nothing is said in return', () => {
  const probe = createProbe(seededOptions('tls12'));
  probe.start();
  assert.deepEqual(probe.receive(record(0x15, 2, 112)), { send: undefined, done: true });
  assert.deepEqual(probe.result().failure, {
    kind: 'alert',
    message:
      'The peer refused with the alert unrecognized_name (112) before ServerHello: it does not know the server name (SNI) that was sent.',
    alert: 112,
  });
});

test('an alert may come in two halves, and several in one record', () => {
  assert.equal(hear({}, record(0x15, 2), record(0x15, 40)).failure?.alert, 40);
  const several = hear({}, record(0x15, 1, 112, 1, 41, 2, 80));
  assert.deepEqual(several.warningAlerts, ['unrecognized_name', 'no_certificate']);
  assert.equal(several.failure?.alert, 80);
});

test('an alert without a name, and one of a level that does not exist, refuse as well', () => {
  assert.match(hear({}, record(0x15, 2, 200)).failure?.message ?? '', /alert 200 \(200\)/);
  assert.equal(hear({}, record(0x15, 3, 40)).failure?.alert, 40);
  assert.equal(hear({}, record(0x15, 0, 70)).failure?.alert, 70);
});

test('close_notify is a closed connection', () => {
  const { failure } = hear({}, record(0x15, 1, 0));
  assert.deepEqual(failure, {
    kind: 'closed',
    message: 'The peer closed the connection with close_notify before ServerHello.',
  });
});

test('FIN after a warning says both', () => {
  const probe = createProbe(seededOptions('tls12'));
  probe.start();
  probe.receive(record(0x15, 1, 40));
  assert.deepEqual(probe.end(), { send: undefined, done: true });
  assert.match(probe.result().failure?.message ?? '', /after 1 record, after the warning handshake_failure/);
});

test('HelloRequest is skipped, up to the limit of useless records', () => {
  const request = Uint8Array.of(0, 0, 0, 0);
  const patient = hear({}, handshake(request, serverHello(), request, certificateMessage([der]), serverHelloDone));
  assert.equal(patient.failure, undefined);
  assert.equal(patient.flightComplete, true);
  assertRefused(hear({}, handshake(Uint8Array.of(0, 0, 0, 1, 9))), /HelloRequest has 1 bytes too many/);
  assertBeyondLimit(hear({}, handshake(...Array.from({ length: 33 }, () => request))), /More than 32/);
  // Each is useless, as warnings are, and both are counted together.
  const warnings = Array.from({ length: 13 }, () => record(21, 1, 112));
  const half = handshake(...Array.from({ length: 20 }, () => request));
  assertBeyondLimit(hear({}, half, ...warnings), /More than 32 records or messages without progress/);
});

const many = (piece: Uint8Array, count: number) => concatenate(Array.from({ length: count }, () => piece));

test('empty records and warnings without end go past a limit', () => {
  assertBeyondLimit(hear({}, many(record(0x16), 33)), /32 records or messages without progress/);
  assertBeyondLimit(hear({}, many(record(0x15, 1, 90), 33)), /the warning user_canceled/);
  assert.equal(hear({}, many(record(0x16), 32), flight).failure, undefined);
});

test('a length of 16 MiB is refused as soon as it is announced', () => {
  const probe = createProbe(seededOptions('tls12'));
  probe.start();
  assert.equal(probe.receive(record(0x16, 0x0b, 0xff, 0xff, 0xff)).done, true);
  assertBeyondLimit(probe.result(), /Certificate announces 16777215 bytes; the limit is 524288/);
});

test('a ServerHello that announces more than its own length fields can hold is not waited for', () => {
  assertBeyondLimit(
    hear({}, record(0x16, 0x02, 0x01, 0x00, 0x48)),
    /ServerHello announces 65608 bytes; the limit is 65607/,
  );
  assert.equal(hear({}, record(0x16, 0x02, 0x01, 0x00, 0x47)).failure, undefined);
});

test('every limit says its figure', () => {
  const chain = (count: number) =>
    handshake(serverHello(), certificateMessage(Array.from({ length: count }, () => der)), serverHelloDone);
  assertBeyondLimit(hearWithin({ maxCertificates: 2 }, {}, chain(3)), /more certificates than the limit of 2/);
  assert.equal(hearWithin({ maxCertificates: 3 }, {}, chain(3)).failure, undefined);
  assertBeyondLimit(hearWithin({ maxCertificateBytes: 4 }, {}, chain(1)), /Certificate 1 has 5 bytes; the limit is 4/);
  assertBeyondLimit(hearWithin({ maxMessages: 2 }, {}, chain(1)), /More than 2 handshake messages/);
  assertBeyondLimit(hearWithin({ maxRecords: 2 }, {}, many(record(0x16, 0), 3)), /More than 2 records/);
  assertBeyondLimit(hearWithin({ maxFlightBytes: 60 }, {}, chain(1)), /longer than the limit of 60 bytes/);
});

test('records of unknown type, version or length break the protocol', () => {
  const first = handshake(serverHello());
  assertRefused(hear({}, first, Uint8Array.of(0x18, 3, 3, 0, 1, 0)), /Record 2 has the unknown type 24/);
  assertRefused(hear({}, first, Uint8Array.of(0x16, 2, 0, 0, 1, 0)), /Record 2 has the version 0x0200/);
  assertRefused(hear({}, Uint8Array.of(0x16, 3, 3, 0xff, 0xff)), /Record 1 announces 65535 bytes/);
  assertRefused(hear({}, first, record(0x17, 1)), /record of type 23/);
});

test('a CertificateRequest that is cut short, anywhere, breaks the protocol', () => {
  const body = concatenate([vector8(Uint8Array.of(1, 2)), vector16(uint16(0x0401)), vector16(vector16(der))]);
  const asked = (content: Uint8Array) =>
    hear({}, handshake(serverHello(), certificateMessage([der]), writeHandshakeMessage(0x0d, content)));
  assert.deepEqual(asked(body).certificateRequest, {
    certificateTypes: [1, 2],
    signatureSchemes: [0x0401],
    authorities: [der],
    authoritiesBytes: 2 + 2 + der.length,
  });
  for (let length = 0; length < body.length; length += 1) {
    assertRefused(asked(body.subarray(0, length)), /cut short/);
  }
  assertRefused(asked(concatenate([body, uint8(0)])), /too many/);
});

test('a plaintext record holds 16,384 bytes and not one more', () => {
  const fill = (length: number) =>
    concatenate([uint8(0x16), uint16(0x0303), uint16(length), writeHandshakeMessage(0x02, new Uint8Array(length - 4))]);
  assertRefused(hear({}, fill(0x4000)), /ServerHello/);
  assertRefused(hear({}, fill(0x4001)), /has 16385 bytes; TLS allows 16384/);
  assertRefused(hear({}, fill(0x4801)), /Record 1 announces 18433 bytes/);
});

test('a chain keeps its order and its duplicates', () => {
  const chain = [Uint8Array.of(9), Uint8Array.of(1), Uint8Array.of(9), Uint8Array.of(5, 5)];
  assert.deepEqual(
    hear({}, handshake(serverHello(), certificateMessage([...chain]), serverHelloDone)).certificates,
    chain,
  );
});
