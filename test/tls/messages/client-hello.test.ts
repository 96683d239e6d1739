import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type HelloProfile, helloProfiles } from '../../../src/model/vocabulary.ts';
import { ByteReader } from '../../../src/tls/bytes/byte-reader.ts';
import { cipherSuite } from '../../../src/tls/tables/cipher-suites.ts';
import { createProbe } from '../../../src/tls/create-probe.ts';
import { readExtensions } from '../../../src/tls/messages/extensions.ts';
import { groupName } from '../../../src/tls/tables/named-groups.ts';
import { offeredSchemes, signatureSchemeName } from '../../../src/tls/tables/signature-schemes.ts';
import { abortOnViolation } from '../abort-on-violation.ts';
import type { DialOptions } from '../dial.ts';
import { seededOptions } from '../seeded.ts';

function hello(options: DialOptions, seed = 'hello') {
  const record = new ByteReader(createProbe(seededOptions(seed, options)).start(), 'record');
  const [type, recordVersion] = [record.uint8(), record.uint16()];
  const message = record.vector16();
  record.finish();
  assert.equal(type, 0x16);
  const handshake = new ByteReader(message, 'message');
  assert.equal(handshake.uint8(), 0x01);
  const reader = new ByteReader(handshake.vector24(), 'ClientHello');
  handshake.finish();
  const [version, random, sessionId] = [reader.uint16(), reader.bytes(32), reader.vector8()];
  const suites = codes(reader.vector16());
  const compressions = [...reader.vector8()];
  const extensions =
    reader.remaining > 0
      ? readExtensions(reader, { what: 'ClientHello', rule: '' }, abortOnViolation)
      : new Map<number, Uint8Array>();
  reader.finish();
  return { recordVersion, bytes: message.length, version, random, sessionId, suites, compressions, extensions };
}

function codes(bytes: Uint8Array): readonly number[] {
  return Array.from({ length: bytes.length / 2 }, (_, index) => Buffer.from(bytes).readUInt16BE(index * 2));
}

const serverName = 'im.contoso.com';

const usual = helloProfiles.filter((profile) => profile !== 'rare');

for (const profile of usual) {
  test(`${profile}: at most 64 suites, each once, the SCSV last, none anonymous, NULL or unknown`, () => {
    const { suites, compressions } = hello({ profile, serverName });
    assert.equal(suites.length <= 64, true, `${suites.length}`);
    assert.equal(new Set(suites).size, suites.length);
    assert.equal(suites.at(-1), 0x00ff);
    assert.equal(suites.includes(0x5600), false);
    for (const code of suites.slice(0, -1)) {
      const { name, keyExchange } = cipherSuite(code);
      assert.doesNotMatch(name, /anon|NULL|^0x/);
      assert.notEqual(keyExchange, 'unknown', name);
    }
    assert.deepEqual(compressions, [0]);
  });

  test(`${profile}: suites go from strong to weak`, () => {
    const ranks = hello({ profile, serverName })
      .suites.slice(0, -1)
      .map((code) => rank(cipherSuite(code).name));
    assert.deepEqual(
      ranks,
      [...ranks].sort((a, b) => a - b),
    );
  });
}

for (const profile of helloProfiles) {
  test(`${profile}: no name makes a hello of 256 to 511 bytes`, () => {
    for (let length = 1; length <= 253; length += 1) {
      const { bytes } = hello({ profile, serverName: 'a'.repeat(length) });
      assert.equal(bytes < 256 || bytes >= 512, true, `${bytes} bytes with a name of ${length}`);
    }
  });

  test(`${profile}: every hello has its own random`, () => {
    assert.notDeepEqual(hello({ profile }, 'one').random, hello({ profile }, 'two').random);
  });
}

function rank(name: string): number {
  const families = [
    /^TLS_(AES|CHACHA)/,
    /^TLS_ECDHE_/,
    /^TLS_DHE_/,
    /^TLS_RSA_WITH/,
    /3DES|IDEA|SEED/,
    /RC4_128/,
    /_DES_CBC_/,
  ];
  const weak = /EXPORT/.test(name) ? 7 : families.findLastIndex((pattern) => pattern.test(name));
  assert.notEqual(weak, -1, name);
  return weak;
}

test('the modern hello offers 1.3 down to 1.0, one X25519 share, and asks for a staple and SCTs', () => {
  const { version, recordVersion, sessionId, extensions } = hello({ serverName });
  assert.equal(recordVersion, 0x0301);
  assert.equal(version, 0x0303);
  assert.equal(sessionId.length, 32);
  assert.deepEqual([...(extensions.get(0x2b) ?? [])], [8, 3, 4, 3, 3, 3, 2, 3, 1]);
  const share = extensions.get(0x33);
  assert.deepEqual([...(share?.subarray(0, 6) ?? [])], [0, 36, 0, 0x1d, 0, 32]);
  assert.equal(share?.length, 38);
  assert.deepEqual([...(extensions.get(0x05) ?? [])], [1, 0, 0, 0, 0]);
  assert.deepEqual([...(extensions.get(0x12) ?? [0])], []);
  assert.equal(
    Buffer.from(extensions.get(0x00) ?? [])
      .toString('latin1')
      .endsWith(serverName),
    true,
  );
});

test('the fallback hellos have their extensions, and no others but padding', () => {
  const types = (options: DialOptions) => [...hello(options).extensions.keys()];
  assert.deepEqual(types({ profile: 'tls12', serverName }), [0x00, 0x0a, 0x0b, 0x0d, 0x15]);
  assert.deepEqual(types({ profile: 'tls12-no-groups', serverName }), [0x00, 0x0d]);
  assert.deepEqual(types({ profile: 'rare', serverName }), [0x00, 0x0a, 0x0b, 0x17, 0x0d, 0x0c, 0x2b, 0x33, 0x15]);
  assert.deepEqual(types({ profile: 'tls10', serverName }), [0x00]);
  assert.deepEqual(types({ profile: 'tls10' }), []);
  assert.deepEqual(types({ profile: 'tls10-bare', serverName }), []);
  assert.deepEqual(types({ profile: 'ssl30-bare', serverName }), []);
  assert.deepEqual(
    helloProfiles.map((profile) => hello({ profile }).version),
    [0x0303, 0x0303, 0x0303, 0x0301, 0x0301, 0x0300, 0x0303],
  );
  assert.equal(hello({ profile: 'ssl30-bare' }).recordVersion, 0x0300);
  assert.equal(hello({ profile: 'tls10' }).sessionId.length, 0);
});

test('without a server name no hello has SNI', () => {
  for (const profile of helloProfiles) assert.equal(hello({ profile }).extensions.has(0x00), false);
});

test('a modern or rare hello with a name of 24 letters has 512 bytes, and one with a name of any length no more than one packet', () => {
  for (const profile of ['modern', 'rare'] as const) {
    assert.equal(hello({ profile, serverName: 'a'.repeat(24) }).bytes, 512, profile);
    assert.equal(hello({ profile, serverName: 'a'.repeat(253) }).bytes < 1_400, true, profile);
  }
});

test('the rare hello offers what the others have no room for, each suite once, none anonymous, unknown or without certificate', () => {
  const { suites, sessionId } = hello({ profile: 'rare', serverName });
  assert.equal(sessionId.length, 0);
  assert.equal(new Set(suites).size, suites.length);
  assert.equal(suites.at(-1), 0x00ff);
  const names = suites.slice(0, -1).map((code) => cipherSuite(code));
  for (const { name, keyExchange } of names) {
    assert.doesNotMatch(name, /anon|DHE_PSK|^TLS_PSK|^0x/);
    assert.notEqual(keyExchange, 'unknown', name);
  }
  for (const kind of [/CCM$/, /CCM_8/, /ARIA.*GCM/, /CAMELLIA.*GCM/, /NULL/, /_ECDH_/, /_DH_RSA/, /RSA_PSK/, /SRP/]) {
    assert.equal(
      names.some(({ name }) => kind.test(name)),
      true,
      `${kind}`,
    );
  }
});

test('groups: X25519 first, the hybrids in the modern hello, finite fields and the rest in the rare one', () => {
  const groups = (profile: HelloProfile) =>
    codes((hello({ profile }).extensions.get(0x0a) ?? new Uint8Array(0)).subarray(2)).map(groupName);
  for (const profile of ['modern', 'tls12', 'rare'] as const) assert.equal(groups(profile)[0], 'x25519');
  const hybrids = ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024'];
  assert.deepEqual(
    groups('modern').filter((name) => /MLKEM/.test(name)),
    hybrids,
  );
  assert.deepEqual(
    groups('tls12').filter((name) => /MLKEM|ffdhe/.test(name)),
    [],
  );
  assert.deepEqual(
    groups('modern').filter((name) => /ffdhe/.test(name)),
    [],
  );
  const rare = groups('rare');
  for (const name of [
    ...hybrids,
    'MLKEM768',
    'x448',
    'ffdhe2048',
    'ffdhe8192',
    'brainpoolP256r1tls13',
    'brainpoolP512r1',
  ]) {
    assert.equal(rare.includes(name), true, name);
  }
});

test('schemes stand in the order of browsers, and those that browsers lack behind them', () => {
  const names = offeredSchemes(undefined).map(signatureSchemeName);
  assert.deepEqual(names.slice(0, 3), ['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256', 'rsa_pkcs1_sha256']);
  const lastOfBrowsers = names.indexOf('rsa_pkcs1_sha512');
  for (const name of ['ed25519', 'ed448', 'mldsa44', 'mldsa65', 'mldsa87', 'ecdsa_brainpoolP256r1tls13_sha256']) {
    assert.equal(names.indexOf(name) > lastOfBrowsers, true, name);
  }
  assert.equal(
    offeredSchemes('common')
      .map(signatureSchemeName)
      .some((name) => /^ed|mldsa|brainpool|dsa_sha/.test(name) && !/^ecdsa/.test(name)),
    false,
  );
});

test('ALPN lists the protocols in order, in the hellos that have extensions of TLS 1.2', () => {
  for (const profile of ['modern', 'rare', 'tls12', 'tls12-no-groups'] as const) {
    const { extensions } = hello({ profile, alpn: ['h2', 'http/1.1'] });
    assert.equal(Buffer.from(extensions.get(0x10) ?? []).toString('latin1'), '\0\f\x02h2\bhttp/1.1', profile);
  }
  assert.equal(hello({}).extensions.has(0x10), false);
});

test('signature algorithms name SHA-1, MD5 and DSA too', () => {
  const { extensions } = hello({ serverName });
  const names = codes((extensions.get(0x0d) ?? new Uint8Array(0)).subarray(2)).map(signatureSchemeName);
  for (const name of ['rsa_pkcs1_sha1', 'rsa_pkcs1_md5', 'dsa_sha1', 'ecdsa_sha1', 'ed25519', 'rsa_pss_pss_sha256']) {
    assert.equal(names.includes(name), true, name);
  }
  assert.equal(extensions.has(0x32), false);
});

test('a key type leaves only suites and signature algorithms that such a key can answer', () => {
  const rsa = hello({ keyType: 'rsa' });
  const ecdsa = hello({ keyType: 'ecdsa' });
  const classic = (suites: readonly number[]) => suites.filter((code) => code >> 8 !== 0x13 && code !== 0xff);
  for (const code of classic(rsa.suites)) assert.match(cipherSuite(code).name, /^TLS_(EC)?(DHE_)?RSA_/);
  for (const code of classic(ecdsa.suites)) assert.match(cipherSuite(code).name, /^TLS_ECDHE_ECDSA_/);
  for (const code of offeredSchemes('rsa')) assert.match(signatureSchemeName(code), /^rsa_/);
  for (const code of offeredSchemes('ecdsa')) assert.match(signatureSchemeName(code), /^ecdsa_/);
  assert.deepEqual(codes((ecdsa.extensions.get(0x0d) ?? new Uint8Array(0)).subarray(2)), offeredSchemes('ecdsa'));
  assert.deepEqual(codes((ecdsa.extensions.get(0x32) ?? new Uint8Array(0)).subarray(2)), offeredSchemes(undefined));
});

test('a key type leaves suites in every hello', () => {
  for (const profile of helloProfiles) {
    for (const keyType of ['rsa', 'ecdsa', 'common'] as const) {
      assert.equal(hello({ profile, keyType }).suites.length > 1, true, `${profile} ${keyType}`);
    }
  }
});

test('a hello depends on no hello before it: names of one length and other key shares leave nothing behind', () => {
  const shown = (seed: string, name: string | undefined) => {
    const { random, sessionId, extensions } = hello(name === undefined ? {} : { serverName: name }, seed);
    const said = Buffer.from(extensions.get(0x00) ?? []).toString('latin1');
    return { random, sessionId, name: said.slice(5), share: extensions.get(0x33) };
  };
  const one = shown('one', 'aaa.contoso.com');
  const other = shown('other', 'bbb.contoso.com');
  assert.deepEqual([one.name, other.name], ['aaa.contoso.com', 'bbb.contoso.com']);
  assert.notDeepEqual(one.share, other.share);
  assert.notDeepEqual(one.sessionId, other.sessionId);
  assert.deepEqual(shown('one', 'aaa.contoso.com'), one);
  assert.equal(shown('one', undefined).name, '');
  assert.equal(shown('one', 'x'.repeat(300)).name, 'x'.repeat(300));
  assert.deepEqual(shown('other', 'bbb.contoso.com'), other);
});
