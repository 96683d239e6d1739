import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ProbeResult } from '../../src/tls/probe.ts';
import { provenScheme } from './proofs.ts';
import { replay } from './replay.ts';
import { readTranscripts, saidBy } from './transcripts.ts';

const transcripts = readTranscripts();

interface Expected {
  readonly protocol: string;
  readonly suite: string;
  readonly exchange: ProbeResult['keyExchange'];
  /** Name of the scheme that verifies, or the proof as it stands. */
  readonly proof: string | ProbeResult['keyProof'];
  readonly asked?: true;
  readonly retried?: true;
  /** Whether we answered the request with a certificate; undefined: there was nothing to answer. */
  readonly shown?: boolean;
}

const plainRsa: ProbeResult['keyExchange'] = { kind: 'rsa', group: null, bits: null };
const proven: ProbeResult['keyProof'] = { kind: 'finished', correct: true };
const unproven: ProbeResult['keyProof'] = { kind: 'none', reason: 'rsa-key-exchange' };

const expectations: Readonly<Record<string, Expected>> = {
  'ssl3-client-certificate': {
    protocol: 'SSLv3',
    suite: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    exchange: plainRsa,
    proof: proven,
    asked: true,
    shown: true,
  },
  'ssl3-rsa-rc4-md5': { protocol: 'SSLv3', suite: 'TLS_RSA_WITH_RC4_128_MD5', exchange: plainRsa, proof: unproven },
  'ssl3-in-answer-to-tls10': {
    protocol: 'SSLv3',
    suite: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
    exchange: plainRsa,
    proof: unproven,
  },
  'ssl3-dhe-rsa': {
    protocol: 'SSLv3',
    suite: 'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
    exchange: { kind: 'dhe', group: 'modp768', bits: 768 },
    proof: 'rsa_md5_sha1',
  },
  'ssl3-dhe-dss': {
    protocol: 'SSLv3',
    suite: 'TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA',
    exchange: { kind: 'dhe', group: 'modp768', bits: 768 },
    proof: 'dsa_sha1',
  },
  'ssl3-proven-rc4-md5': { protocol: 'SSLv3', suite: 'TLS_RSA_WITH_RC4_128_MD5', exchange: plainRsa, proof: proven },
  'ssl3-proven-rc4-sha': { protocol: 'SSLv3', suite: 'TLS_RSA_WITH_RC4_128_SHA', exchange: plainRsa, proof: proven },
  'ssl3-proven-3des': { protocol: 'SSLv3', suite: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', exchange: plainRsa, proof: proven },
  'ssl3-proven-asked': {
    protocol: 'SSLv3',
    suite: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    exchange: plainRsa,
    proof: proven,
    asked: true,
    shown: false,
  },
  'rsa-export-rc4': {
    protocol: 'TLSv1.0',
    suite: 'TLS_RSA_EXPORT_WITH_RC4_40_MD5',
    exchange: { kind: 'rsa-export', group: null, bits: 512 },
    proof: 'rsa_md5_sha1',
  },
  'rsa-export-des40': {
    protocol: 'SSLv3',
    suite: 'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA',
    exchange: { kind: 'rsa-export', group: null, bits: 512 },
    proof: 'rsa_md5_sha1',
  },
  'dhe-rsa-export': {
    protocol: 'TLSv1.0',
    suite: 'TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA',
    exchange: { kind: 'dhe-export', group: null, bits: 512 },
    proof: 'rsa_md5_sha1',
  },
  'dhe-dss-export': {
    protocol: 'TLSv1.0',
    suite: 'TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA',
    exchange: { kind: 'dhe-export', group: null, bits: 512 },
    proof: 'dsa_sha1',
  },
  'rsa-des-unsupported': {
    protocol: 'TLSv1.0',
    suite: 'TLS_RSA_WITH_DES_CBC_SHA',
    exchange: plainRsa,
    proof: { kind: 'none', reason: 'unsupported-exchange' },
  },
  'tls12-ecdhe-rsa': {
    protocol: 'TLSv1.2',
    suite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    exchange: { kind: 'ecdhe', group: 'x25519', bits: 255 },
    proof: 'rsa_pss_rsae_sha256',
  },
  'tls12-proven': {
    protocol: 'TLSv1.2',
    suite: 'TLS_RSA_WITH_AES_256_GCM_SHA384',
    exchange: plainRsa,
    proof: proven,
    asked: true,
    shown: false,
  },
  tls13: {
    protocol: 'TLSv1.3',
    suite: 'TLS_AES_256_GCM_SHA384',
    exchange: { kind: 'tls13', group: 'x25519', bits: 255 },
    proof: 'rsa_pss_rsae_sha256',
  },
  'tls13-retry': {
    protocol: 'TLSv1.3',
    suite: 'TLS_AES_256_GCM_SHA384',
    exchange: { kind: 'tls13', group: 'secp384r1', bits: 384 },
    proof: 'ecdsa_secp256r1_sha256',
    asked: true,
    retried: true,
  },
};

test('every recorded transcript has its expectation, and the other way round', () => {
  assert.deepEqual(transcripts.map(({ name }) => name).sort(), Object.keys(expectations).sort());
});

for (const transcript of transcripts) {
  const expected = expectations[transcript.name];

  test(`${transcript.name}: says what it said when recorded, and reads what was there`, () => {
    const { sent, result, isDone } = replay(transcript);
    assert.deepEqual(Buffer.from(sent).toString('hex'), Buffer.from(saidBy(transcript, 'client')).toString('hex'));
    assert.equal(isDone, true);
    assert.equal(result.failure, undefined);
    assert.equal(result.flightComplete, true);
    assert.equal(result.serverHello?.protocol, expected?.protocol);
    assert.equal(result.serverHello?.cipherSuite, expected?.suite);
    assert.deepEqual(result.keyExchange, expected?.exchange);
    assert.deepEqual(
      result.certificates?.map((der) => Buffer.from(der).toString('hex')),
      transcript.chain,
    );
    assert.equal(result.certificateRequest !== undefined, expected?.asked === true);
    assert.equal(result.clientCertificateSent, expected?.shown);
    assert.equal(result.serverHello?.helloRetryRequest, expected?.retried === true);
    if (typeof expected?.proof === 'string') assert.equal(provenScheme(result), expected.proof);
    else assert.deepEqual(result.keyProof, expected?.proof);
  });

  test(`${transcript.name}: byte by byte it is the same handshake`, () => {
    assert.deepEqual(replay(transcript, { pieceBytes: 1 }), replay(transcript));
    assert.deepEqual(replay(transcript, { pieceBytes: 7 }), replay(transcript));
  });

  test(`${transcript.name}: however TCP cuts it, it is the same handshake, certificates and all`, () => {
    const whole = replay(transcript);
    for (const firstBytes of [0, 1, 4, 100, 600]) {
      for (const pieceBytes of [1, 2, 16, 100, 333, 512, 1_000, 1_460]) {
        assert.deepEqual(replay(transcript, { firstBytes, pieceBytes }), whole, `${firstBytes}, then ${pieceBytes}`);
      }
    }
  });
}
