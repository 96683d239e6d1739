import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { before, test } from 'node:test';

import { isCostlyProof, judgeKeyPossession } from '../../src/collect/key-possession.ts';
import { createLeafKeyReader } from '../../src/collect/leaf-keys.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { KeyProof, ProbeResult } from '../../src/tls/probe.ts';
import { type CertificateAuthority, createAuthority } from '../forge/certificate-authority.ts';
import { dsa10000 } from '../zoo/costly-chains.ts';
import { craftLeaf } from '../zoo/craft-leaf.ts';
import { createPresenter } from './presentations.ts';
import { createCertificateDecoder } from '../../src/x509/certificate-decoder.ts';

let rsa: Presentation;
let authority: CertificateAuthority;
const signed = Buffer.from('client random, server random, parameters');

before(async () => {
  rsa = await (await createPresenter())('rsa-2048');
  authority = await createAuthority({ organization: 'Zoo', now: new Date() });
});

/** A leaf with any key. */
function forgeLeafWith(spki: Uint8Array): Uint8Array {
  const { intermediate: issuer } = authority;
  return craftLeaf({ issuer, key: issuer.key, now: new Date() }, { spki });
}

function resultWith(keyProof: KeyProof, changes: Partial<ProbeResult>): ProbeResult {
  return {
    failure: undefined,
    serverHello: undefined,
    certificates: [rsa.chain[0]?.der ?? new Uint8Array()],
    keyProof,
    finishedCorrect: undefined,
    keyExchange: { kind: 'ecdhe', group: 'x25519', bits: 253 },
    certificateRequest: undefined,
    clientCertificateSent: undefined,
    staples: [],
    signedCertificateTimestamps: [],
    applicationProtocol: undefined,
    warningAlerts: [],
    violations: [],
    progress: undefined,
    flightComplete: true,
    ...changes,
  };
}

const readLeafKey = createLeafKeyReader(createCertificateDecoder());

function judge(keyProof: KeyProof, changes: Partial<ProbeResult> = {}) {
  return judgeKeyPossession(resultWith(keyProof, changes), readLeafKey);
}

function signature(scheme: string, bytes: Uint8Array): KeyProof {
  return { kind: 'signature', scheme: { name: scheme, code: undefined }, signed, signature: bytes };
}

const rightSignature = (): KeyProof => signature('rsa_pkcs1_sha256', sign('sha256', signed, rsa.key.privateKey));

test('a right signature proves the key, and its scheme is named', () => {
  assert.deepEqual(judge(rightSignature()), {
    keyPossession: 'proven',
    keyPossessionReason: 'signature rsa_pkcs1_sha256',
  });
});

test('a right signature proves the key also where the connection broke before Finished', () => {
  assert.equal(judge(rightSignature(), { flightComplete: false }).keyPossession, 'proven');
});

test('a wrong Finished spoils a right signature', () => {
  const { keyPossession, keyPossessionReason } = judge(rightSignature(), { finishedCorrect: false });
  assert.equal(keyPossession, 'wrong');
  assert.match(keyPossessionReason, /Finished is wrong/);
});

test('the signature of another key is wrong', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  assert.equal(judge(signature('rsa_pkcs1_sha256', sign('sha256', signed, privateKey))).keyPossession, 'wrong');
});

test('a scheme that does not fit the kind of key is wrong', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  assert.equal(judge(signature('ecdsa_secp256r1_sha256', sign('sha256', signed, privateKey))).keyPossession, 'wrong');
});

test('a scheme that nothing here can compute is undetermined', () => {
  assert.equal(judge(signature('gostr34102012_256a', new Uint8Array(64))).keyPossession, 'undetermined');
});

test('a leaf that cannot be decoded leaves a signature undetermined', () => {
  const certificates = [Uint8Array.of(0x30, 0x00)];
  assert.equal(judge(rightSignature(), { certificates }).keyPossession, 'undetermined');
});

test('an RSA key exchange is not proven, and is by the Finished that follows it', () => {
  assert.equal(judge({ kind: 'none', reason: 'rsa-key-exchange' }).keyPossession, 'not-proven');
  assert.equal(judge({ kind: 'finished', correct: true }).keyPossession, 'proven');
  assert.equal(judge({ kind: 'finished', correct: false }).keyPossession, 'wrong');
});

test('a flight that broke before the proof, or an exchange we cannot read, is undetermined', () => {
  assert.equal(judge({ kind: 'none', reason: 'broken' }).keyPossession, 'undetermined');
  assert.equal(judge({ kind: 'none', reason: 'unsupported-exchange' }).keyPossession, 'undetermined');
});

test('a server that wanted a client certificate and ended the exchange leaves the key open, and says what to do', () => {
  const broken: KeyProof = { kind: 'none', reason: 'broken' };
  const without = judge(broken, { clientCertificateSent: false });
  assert.equal(without.keyPossession, 'undetermined');
  assert.match(without.keyPossessionReason, /use --client-cert/);
  const shown = judge(broken, { clientCertificateSent: true });
  assert.equal(shown.keyPossession, 'undetermined');
  assert.match(shown.keyPossessionReason, /ended the handshake after it was sent/);
});

test('a proof that breaks the protocol is wrong, in the words of the probe', () => {
  assert.deepEqual(judge({ kind: 'invalid', message: 'the scheme was not offered' }), {
    keyPossession: 'wrong',
    keyPossessionReason: 'the scheme was not offered',
  });
});

test('a proof that costs too much to verify is undetermined, with the figure', () => {
  const leaf = forgeLeafWith(dsa10000.spki(0));
  const proof = signature('dsa_sha256', dsa10000.sign());
  const { keyPossession, keyPossessionReason, keyPossessionOverLimit } = judge(proof, { certificates: [leaf] });
  assert.equal(keyPossession, 'undetermined');
  assert.equal(keyPossessionOverLimit, true);
  assert.match(
    keyPossessionReason,
    /dsa, 10000 bits.* as much work as 198 signatures \(P-256\), more than the limit of 100/,
  );
});

test('a proof is costly by its key, and one of everyday keys is not', () => {
  const isCostly = (certificates: readonly Uint8Array[]): boolean =>
    isCostlyProof(resultWith(rightSignature(), { certificates: [...certificates] }), readLeafKey);
  assert.equal(isCostly([forgeLeafWith(dsa10000.spki(0))]), true);
  assert.equal(isCostly([rsa.chain[0]?.der ?? new Uint8Array()]), false);
});

for (const [kind, suite, word] of [
  ['rsa', 'TLS_RSA_WITH_AES_128_CBC_SHA', 'ec'],
  ['rsa-psk', 'TLS_RSA_PSK_WITH_AES_128_CBC_SHA', 'ec'],
  ['ecdh', 'TLS_ECDH_RSA_WITH_AES_128_CBC_SHA', 'rsa'],
  ['dh', 'TLS_DH_RSA_WITH_AES_128_CBC_SHA', 'rsa'],
] as const) {
  test(`an unsigned exchange that the key is not for disproves it: ${kind} with ${word}`, async () => {
    const presentation = word === 'rsa' ? rsa : await (await createPresenter())('p-256');
    const seen = judge({ kind: 'none', reason: 'unsigned-exchange' }, exchange(kind, suite, presentation));
    assert.deepEqual(seen, {
      keyPossession: 'wrong',
      keyPossessionReason: `the key exchange of ${suite} does not fit a key of kind ${word}`,
    });
  });
}

test('export-grade RSA needs a signed exchange where the key is longer than it may be', () => {
  const suite = 'TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA';
  const seen = judge({ kind: 'none', reason: 'rsa-key-exchange' }, exchange('rsa-export', suite, rsa));
  assert.equal(seen.keyPossession, 'wrong');
  assert.match(seen.keyPossessionReason, /with a key of more than 1024 bits needs a signed ServerKeyExchange/);
});

test('an exchange that the key is for stays without proof', () => {
  const suite = 'TLS_RSA_WITH_AES_128_CBC_SHA';
  const seen = judge({ kind: 'none', reason: 'rsa-key-exchange' }, exchange('rsa', suite, rsa));
  assert.equal(seen.keyPossession, 'not-proven');
});

function exchange(
  kind: ProbeResult['keyExchange']['kind'],
  cipherSuite: string,
  { chain }: Presentation,
): Partial<ProbeResult> {
  return {
    keyExchange: { kind, group: null, bits: null },
    serverHello: {
      protocol: 'TLSv1.2',
      offeredProtocol: 'TLSv1.3',
      cipherSuiteCode: 0,
      cipherSuite,
      secureRenegotiation: null,
      downgradeSentinel: null,
      helloRetryRequest: false,
      serverTimeSeconds: null,
    },
    certificates: [chain[0]?.der ?? new Uint8Array()],
  };
}
