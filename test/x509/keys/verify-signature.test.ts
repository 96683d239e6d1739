import assert from 'node:assert/strict';
import { constants, createHash, generateKeyPairSync, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { test } from 'node:test';

import type { AlgorithmIdentifier, PublicKey } from '../../../src/x509/certificate.ts';
import { decodeDer } from '../../../src/x509/der/der-reader.ts';
import { readAlgorithm } from '../../../src/x509/der/read-algorithm.ts';
import { readPublicKey } from '../../../src/x509/keys/read-public-key.ts';
import { describeSignatureAlgorithm } from '../../../src/x509/keys/signature-algorithm.ts';
import { verifyKeyProof } from '../../../src/x509/keys/verify-key-proof.ts';
import { verifySignature } from '../../../src/x509/keys/verify-signature.ts';
import { bits, der, hex, integer, nullValue, oid, sequence } from '../build-der.ts';

const signed = Buffer.from('to be signed');

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
const ed25519 = generateKeyPairSync('ed25519');
const ed448 = generateKeyPairSync('ed448');
const pssKey = pssPair('sha256', 32);
const mixedPssKey = pssPair('sha1', 20);

/** A key that allows one hash, one mask and no shorter salt. @types/node takes the salt's length for text; Node wants a number. */
function pssPair(mgf1HashAlgorithm: string, saltLength: number) {
  const options = { modulusLength: 1024, hashAlgorithm: 'sha256', mgf1HashAlgorithm, saltLength: saltLength as never };
  return generateKeyPairSync('rsa-pss', options);
}

function read(spki: Uint8Array): PublicKey {
  const { result } = decodeDer(new Uint8Array(spki), 'publicKey', readPublicKey);
  assert.ok(result.ok);
  return result.value;
}

const publicKeyOf = ({ publicKey }: { readonly publicKey: KeyObject }): PublicKey =>
  read(publicKey.export({ format: 'der', type: 'spki' }));

function algorithm(dotted: string, parameters?: Uint8Array): AlgorithmIdentifier {
  const bytes = sequence(oid(dotted), ...(parameters === undefined ? [] : [parameters]));
  const { result } = decodeDer(bytes, 'algorithm', (reader) => readAlgorithm(reader, 'algorithm'));
  assert.ok(result.ok);
  return result.value;
}

const sha1 = '1.3.14.3.2.26';
const sha256 = '2.16.840.1.101.3.4.2.1';
const pss = '1.2.840.113549.1.1.10';

function pssParameters(hash: string, maskHash: string, saltLength: number, ...more: readonly Uint8Array[]): Uint8Array {
  const mask = sequence(oid('1.2.840.113549.1.1.8'), sequence(oid(maskHash), nullValue));
  return sequence(der(0xa0, sequence(oid(hash), nullValue)), der(0xa1, mask), der(0xa2, integer(saltLength)), ...more);
}

const pssOptions = (saltLength: number) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

interface Scheme {
  readonly name: string;
  readonly algorithm: AlgorithmIdentifier;
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly hash: string | undefined;
  readonly options?: { readonly padding: number; readonly saltLength: number };
}

const schemes: readonly Scheme[] = [
  { name: 'md5WithRSAEncryption', algorithm: algorithm('1.2.840.113549.1.1.4', nullValue), pair: rsa, hash: 'md5' },
  { name: 'sha1WithRSAEncryption', algorithm: algorithm('1.2.840.113549.1.1.5', nullValue), pair: rsa, hash: 'sha1' },
  { name: 'sha1WithRSA', algorithm: algorithm('1.3.14.3.2.29', nullValue), pair: rsa, hash: 'sha1' },
  { name: 'sha256WithRSAEncryption', algorithm: algorithm('1.2.840.113549.1.1.11'), pair: rsa, hash: 'sha256' },
  {
    name: 'sha512WithRSAEncryption',
    algorithm: algorithm('1.2.840.113549.1.1.13', nullValue),
    pair: rsa,
    hash: 'sha512',
  },
  {
    name: 'sha512-256WithRSAEncryption',
    algorithm: algorithm('1.2.840.113549.1.1.16', nullValue),
    pair: rsa,
    hash: 'sha512-256',
  },
  {
    name: 'id-rsassa-pkcs1-v1_5-with-sha3-256',
    algorithm: algorithm('2.16.840.1.101.3.4.3.14', nullValue),
    pair: rsa,
    hash: 'sha3-256',
  },
  { name: 'ecdsa-with-SHA1', algorithm: algorithm('1.2.840.10045.4.1'), pair: p256, hash: 'sha1' },
  { name: 'ecdsa-with-SHA256', algorithm: algorithm('1.2.840.10045.4.3.2'), pair: p384, hash: 'sha256' },
  { name: 'ecdsa-with-SHA512', algorithm: algorithm('1.2.840.10045.4.3.4', nullValue), pair: p256, hash: 'sha512' },
  { name: 'id-dsa-with-sha1', algorithm: algorithm('1.2.840.10040.4.3'), pair: dsa, hash: 'sha1' },
  { name: 'id-dsa-with-sha256', algorithm: algorithm('2.16.840.1.101.3.4.3.2'), pair: dsa, hash: 'sha256' },
  { name: 'Ed25519', algorithm: algorithm('1.3.101.112'), pair: ed25519, hash: undefined },
  { name: 'Ed448', algorithm: algorithm('1.3.101.113'), pair: ed448, hash: undefined },
  {
    name: 'RSASSA-PSS with sha1',
    algorithm: algorithm(pss, sequence()),
    pair: rsa,
    hash: 'sha1',
    options: pssOptions(20),
  },
  {
    name: 'RSASSA-PSS with sha256',
    algorithm: algorithm(pss, pssParameters(sha256, sha256, 32)),
    pair: rsa,
    hash: 'sha256',
    options: pssOptions(32),
  },
  {
    name: 'RSASSA-PSS with sha256',
    algorithm: algorithm(pss, pssParameters(sha256, sha256, 32)),
    pair: pssKey,
    hash: 'sha256',
    options: pssOptions(32),
  },
  {
    name: 'RSASSA-PSS with sha256',
    algorithm: algorithm(pss, pssParameters(sha256, sha1, 20)),
    pair: mixedPssKey,
    hash: 'sha256',
    options: pssOptions(20),
  },
];

for (const scheme of schemes) {
  const publicKey = publicKeyOf(scheme.pair);
  const signature = sign(scheme.hash, signed, { key: scheme.pair.privateKey, ...scheme.options });
  const claim = { signed, signature, publicKey, signatureAlgorithm: scheme.algorithm };
  test(`verifies ${scheme.name} with a ${publicKey.kind} key of ${publicKey.bits} bits, and nothing but that`, () => {
    assert.deepEqual(verifySignature(claim), { ok: true, value: true });
    assert.deepEqual(verifySignature({ ...claim, signed: Buffer.from('something else') }), { ok: true, value: false });
    for (const other of [rsa, p256, dsa, ed25519, ed448, pssKey]
      .map(publicKeyOf)
      .filter(({ kind }) => kind !== publicKey.kind)) {
      const verdict = verifySignature({ ...claim, publicKey: other });
      assert.ok(verdict.ok ? !verdict.value : false, other.kind);
    }
    for (const wrong of [
      new Uint8Array(0),
      signature.subarray(1),
      Buffer.concat([signature, Uint8Array.of(0)]),
      Buffer.alloc(64, 0x30),
    ]) {
      assert.deepEqual(verifySignature({ ...claim, signature: wrong }), { ok: true, value: false });
    }
    const described = describeSignatureAlgorithm(scheme.algorithm);
    assert.equal(described.name, scheme.name);
    assert.equal(described.hash, scheme.hash);
  });
}

test('a signature that lacks its leading zero octet is as wrong as RFC 8017 says, whatever OpenSSL thinks of it', () => {
  const publicKey = publicKeyOf(rsa);
  const begun = ofRsa.map(({ scheme, make }) => ({ scheme, ...makeWithLeadingZero(make) }));
  for (const { scheme, signed: bytes, signature } of begun) {
    const claim = { scheme: { name: scheme, code: undefined }, signed: bytes, publicKey };
    assert.deepEqual(verifyKeyProof({ ...claim, signature }), { ok: true, value: true }, scheme);
    assert.deepEqual(
      verifyKeyProof({ ...claim, signature: signature.subarray(1) }),
      { ok: true, value: false },
      scheme,
    );
  }
  const inPss = begun.find(({ scheme }) => scheme.startsWith('rsa_pss'));
  assert.ok(inPss !== undefined);
  const { signed: bytes, signature } = inPss;
  const claim = { signed: bytes, publicKey, signatureAlgorithm: algorithm(pss, pssParameters(sha256, sha256, 32)) };
  assert.deepEqual(verifySignature({ ...claim, signature }), { ok: true, value: true });
  assert.deepEqual(verifySignature({ ...claim, signature: signature.subarray(1) }), { ok: true, value: false });
});

const ofRsa = [
  {
    scheme: 'rsa_pss_rsae_sha256',
    make: (bytes: Uint8Array) => sign('sha256', bytes, { key: rsa.privateKey, ...pssOptions(32) }),
  },
  { scheme: 'rsa_pkcs1_sha256', make: (bytes: Uint8Array) => sign('sha256', bytes, rsa.privateKey) },
  {
    scheme: 'rsa_md5_sha1',
    make: (bytes: Uint8Array) =>
      privateEncrypt(
        rsa.privateKey,
        Buffer.concat(['md5', 'sha1'].map((name) => createHash(name).update(bytes).digest())),
      ),
  },
] as const;

/** One in 256 has it; that none of so many has happens in a thousand years of tests. */
function makeWithLeadingZero(make: (bytes: Uint8Array) => Uint8Array) {
  for (let count = 0; count < 10_000; count += 1) {
    const bytes = Buffer.from(`message ${count}`);
    const signature = make(bytes);
    if (signature[0] === 0) return { signed: bytes, signature };
  }
  throw new Error('no signature begins with a zero octet');
}

test('verifies RSASSA-PSS with another hash for the mask under a plain RSA key', () => {
  const spki = publicKeyOf(mixedPssKey);
  const plain = read(
    sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), der(0x03, Uint8Array.of(0), spki.subjectPublicKey)),
  );
  const signature = sign('sha256', signed, { key: mixedPssKey.privateKey, ...pssOptions(20) });
  const claim = { signed, signature, publicKey: plain };
  const mixed = algorithm(pss, pssParameters(sha256, sha1, 20));
  const same = algorithm(pss, pssParameters(sha256, sha256, 20));
  assert.deepEqual(verifySignature({ ...claim, signatureAlgorithm: mixed }), { ok: true, value: true });
  assert.deepEqual(verifySignature({ ...claim, signatureAlgorithm: same }), { ok: true, value: false });
});

test('an RSASSA-PSS key does not verify under parameters that it does not allow', () => {
  const signature = sign('sha256', signed, { key: pssKey.privateKey, ...pssOptions(40) });
  const claim = { signed, signature, publicKey: publicKeyOf(pssKey) };
  const longer = algorithm(pss, pssParameters(sha256, sha256, 40));
  assert.deepEqual(verifySignature({ ...claim, signatureAlgorithm: longer }), { ok: true, value: true });
  for (const parameters of [pssParameters(sha256, sha256, 20), pssParameters(sha1, sha1, 32)]) {
    assert.deepEqual(verifySignature({ ...claim, signatureAlgorithm: algorithm(pss, parameters) }), {
      ok: true,
      value: false,
    });
  }
});

test('an ECDSA signature must be DER to the last byte', () => {
  const signature = sign('sha256', signed, p256.privateKey);
  const claim = { signed, publicKey: publicKeyOf(p256), signatureAlgorithm: algorithm('1.2.840.10045.4.3.2') };
  const padded = Buffer.concat([Uint8Array.of(0x30, 0x81), signature.subarray(1)]);
  assert.deepEqual(verifySignature({ ...claim, signature }), { ok: true, value: true });
  assert.deepEqual(verifySignature({ ...claim, signature: padded }), { ok: true, value: false });
});

function kindOf(verdict: ReturnType<typeof verifySignature>): string {
  return verdict.ok ? String(verdict.value) : verdict.error.kind;
}

test('says what cannot be judged: old hashes, unknown algorithms, parameters that make no sense', () => {
  const claim = { signed, signature: new Uint8Array(128), publicKey: publicKeyOf(rsa) };
  const unsupported = [
    algorithm('1.2.840.113549.1.1.2', nullValue),
    algorithm('1.2.840.113549.1.1.3', nullValue),
    algorithm('1.2.156.10197.1.501'),
    algorithm('1.2.3.4'),
    algorithm(pss, pssParameters('1.2.3', sha256, 32)),
    algorithm(pss, pssParameters(sha256, '1.2.3', 32)),
    algorithm(pss, pssParameters(sha256, sha256, 32, der(0xa3, integer(2)))),
  ];
  const malformed = [
    algorithm('1.2.840.113549.1.1.11', sequence()),
    algorithm(pss, nullValue),
    algorithm(pss, pssParameters(sha256, sha256, 0xff)),
  ];
  for (const signatureAlgorithm of unsupported)
    assert.equal(kindOf(verifySignature({ ...claim, signatureAlgorithm })), 'unsupported');
  for (const signatureAlgorithm of malformed)
    assert.equal(kindOf(verifySignature({ ...claim, signatureAlgorithm })), 'malformed');
});

test('refuses keys that cost too much or cannot be used, saying which', () => {
  const rsaKey = (modulusBytes: number, exponent: Uint8Array): PublicKey => {
    const key = sequence(der(0x02, Uint8Array.of(0), new Uint8Array(modulusBytes).fill(0xff)), exponent);
    return read(sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), der(0x03, Uint8Array.of(0), key)));
  };
  const ecKey = (parameters: Uint8Array): PublicKey =>
    read(sequence(sequence(oid('1.2.840.10045.2.1'), parameters), bits(0, 4, 1)));
  const usual = integer(1, 0, 1);
  const verdict = (publicKey: PublicKey, dotted: string): string =>
    kindOf(
      verifySignature({ signed, signature: new Uint8Array(64), publicKey, signatureAlgorithm: algorithm(dotted) }),
    );
  const rsaSha256 = '1.2.840.113549.1.1.11';
  const ecdsaSha256 = '1.2.840.10045.4.3.2';
  assert.equal(verdict(rsaKey(2048, usual), rsaSha256), 'false');
  assert.equal(verdict(rsaKey(2049, usual), rsaSha256), 'unsupported');
  assert.equal(verdict(rsaKey(256, integer(1, 0, 0, 0, 0, 0, 0, 0, 1)), rsaSha256), 'unsupported');
  assert.equal(
    verdict(read(sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), bits(0, 1))), rsaSha256),
    'malformed',
  );
  assert.equal(verdict(ecKey(oid('1.2.840.10045.3.1.7')), ecdsaSha256), 'malformed');
  assert.equal(verdict(ecKey(oid('1.2.3')), ecdsaSha256), 'unsupported');
  assert.equal(verdict(ecKey(sequence(integer(1))), ecdsaSha256), 'unsupported');
});

const proofs: readonly (readonly [
  string,
  KeyObject,
  KeyObject,
  string | undefined,
  { padding: number; saltLength: number }?,
])[] = [
  ['rsa_md5_sha1', rsa.privateKey, rsa.publicKey, 'md5-sha1'],
  ['dsa_sha1', dsa.privateKey, dsa.publicKey, 'sha1'],
  ['ecdsa_sha1', p384.privateKey, p384.publicKey, 'sha1'],
  ['rsa_pkcs1_md5', rsa.privateKey, rsa.publicKey, 'md5'],
  ['rsa_pkcs1_sha1', rsa.privateKey, rsa.publicKey, 'sha1'],
  ['rsa_pkcs1_sha224', rsa.privateKey, rsa.publicKey, 'sha224'],
  ['rsa_pkcs1_sha512', rsa.privateKey, rsa.publicKey, 'sha512'],
  ['dsa_sha256', dsa.privateKey, dsa.publicKey, 'sha256'],
  ['ecdsa_sha224', p256.privateKey, p256.publicKey, 'sha224'],
  ['ecdsa_secp256r1_sha256', p256.privateKey, p256.publicKey, 'sha256'],
  ['ecdsa_secp256r1_sha256', p384.privateKey, p384.publicKey, 'sha256'],
  ['ecdsa_secp521r1_sha512', p384.privateKey, p384.publicKey, 'sha512'],
  ['rsa_pss_rsae_sha256', rsa.privateKey, rsa.publicKey, 'sha256', pssOptions(32)],
  ['rsa_pss_rsae_sha384', rsa.privateKey, rsa.publicKey, 'sha384', pssOptions(48)],
  ['rsa_pss_pss_sha256', pssKey.privateKey, pssKey.publicKey, 'sha256', pssOptions(32)],
  ['ed25519', ed25519.privateKey, ed25519.publicKey, undefined],
  ['ed448', ed448.privateKey, ed448.publicKey, undefined],
];

for (const [name, privateKey, key, hash, options] of proofs) {
  test(`verifies a proof of possession with ${name} (${key.asymmetricKeyType})`, () => {
    const publicKey = publicKeyOf({ publicKey: key });
    const signature = sign(hash, signed, { key: privateKey, ...options });
    const claim = { scheme: { name, code: undefined }, signed, signature, publicKey };
    assert.deepEqual(verifyKeyProof(claim), { ok: true, value: true });
    assert.deepEqual(verifyKeyProof({ ...claim, signed: Buffer.from('other') }), { ok: true, value: false });
    assert.deepEqual(verifyKeyProof({ ...claim, signature: signature.subarray(1) }), { ok: true, value: false });
    assert.deepEqual(verifyKeyProof({ ...claim, signature: new Uint8Array(0) }), { ok: true, value: false });
  });
}

test('the salt of a proof is as long as the hash', () => {
  const signature = sign('sha256', signed, { key: rsa.privateKey, ...pssOptions(20) });
  const scheme = { name: 'rsa_pss_rsae_sha256', code: 0x0804 };
  assert.deepEqual(verifyKeyProof({ scheme, signed, signature, publicKey: publicKeyOf(rsa) }), {
    ok: true,
    value: false,
  });
});

test('a proof that the key cannot have made is a mismatch, one we do not know is unsupported', () => {
  const kind = (name: string, pair: { readonly publicKey: KeyObject }): string => {
    const claim = {
      scheme: { name, code: undefined },
      signed,
      signature: new Uint8Array(64),
      publicKey: publicKeyOf(pair),
    };
    const verdict = verifyKeyProof(claim);
    return verdict.ok ? String(verdict.value) : verdict.error.kind;
  };
  assert.equal(kind('rsa_pkcs1_sha256', p256), 'mismatched-key');
  assert.equal(kind('ecdsa_secp256r1_sha256', rsa), 'mismatched-key');
  assert.equal(kind('rsa_pss_rsae_sha256', pssKey), 'mismatched-key');
  assert.equal(kind('rsa_pss_pss_sha256', rsa), 'mismatched-key');
  assert.equal(kind('ed448', ed25519), 'mismatched-key');
  assert.equal(kind('mldsa44', ed25519), 'mismatched-key');
  for (const name of ['rsa_pkcs1_sha3', 'rsa_pss_rsae_sha1', 'rsa_sha256', '0x0904', 'sm2sig_sm3', '']) {
    assert.equal(kind(name, rsa), 'unsupported', name);
  }
});

test('a key of no known kind proves nothing', () => {
  const publicKey = read(sequence(sequence(oid('1.3.101.110')), bits(0, 1)));
  assert.equal(publicKey.kind, 'unknown');
  const verdict = verifyKeyProof({
    scheme: { name: 'ed25519', code: 0x0807 },
    signed,
    signature: hex('00'),
    publicKey,
  });
  assert.ok(!verdict.ok && verdict.error.kind === 'mismatched-key');
});

test('a DSA key is used up to 10,000 bits, and a longer one is refused with the figure', () => {
  const dsaKey = (primeBytes: number): PublicKey => {
    const odd = (length: number): Uint8Array => der(0x02, Uint8Array.of(0), new Uint8Array(length).fill(0xff));
    const parameters = sequence(odd(primeBytes), odd(32), integer(2));
    return read(sequence(sequence(oid('1.2.840.10040.4.1'), parameters), der(0x03, Uint8Array.of(0), integer(4))));
  };
  const outcome = (publicKey: PublicKey) =>
    verifySignature({
      signed,
      signature: sequence(integer(1), integer(1)),
      publicKey,
      signatureAlgorithm: algorithm('2.16.840.1.101.3.4.3.2'),
    });
  const used = outcome(dsaKey(1_250));
  assert.ok(used.ok || !used.error.message.includes('limit'));
  const refused = outcome(dsaKey(1_251));
  assert.ok(!refused.ok);
  assert.deepEqual(refused.error, {
    kind: 'unsupported',
    message: 'A DSA key of 10008 bits is larger than the limit of 10000.',
  });
});

test('a key with explicit curve parameters verifies nothing, even if they are those of a known curve', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
  const signatureAlgorithm = algorithm('1.2.840.10045.4.3.2');
  const signature = sign('sha256', signed, pair.privateKey);
  const refused = verifySignature({ signed, signature, publicKey: publicKeyOf(pair), signatureAlgorithm });
  assert.ok(!refused.ok);
  assert.equal(refused.error.kind, 'unsupported');
  assert.match(refused.error.message, /explicit curve parameters/);
});
