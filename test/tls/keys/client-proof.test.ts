import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';

import { clientProof } from '../../../src/tls/keys/client-proof.ts';
import type { ProbeCertificateRequest } from '../../../src/tls/probe.ts';
import { Transcript } from '../../../src/tls/keys/transcript.ts';

const tls12 = 0x0303;
const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');
const transcript = new Transcript();
transcript.add(Buffer.from('everything that was said'));
const master = Buffer.alloc(48, 7);

function request(changes: Partial<ProbeCertificateRequest>): ProbeCertificateRequest {
  return { certificateTypes: [1, 2, 64], signatureSchemes: [], authorities: [], authoritiesBytes: 2, ...changes };
}

function prove(key: typeof rsa.privateKey, changes: Partial<ProbeCertificateRequest>, version = tls12) {
  return clientProof({ chain: [], key }, request(changes), version)?.(transcript, master);
}

test('the first scheme of the server that fits the key signs, and the signature holds', () => {
  const proof = prove(rsa.privateKey, { signatureSchemes: [0x0403, 0x0501, 0x0401] });
  assert.ok(proof);
  const [code, length] = [Buffer.from(proof).readUInt16BE(0), Buffer.from(proof).readUInt16BE(2)];
  assert.deepEqual([code, length], [0x0501, proof.length - 4]);
  assert.ok(verify('sha384', Buffer.from('everything that was said'), rsa.publicKey, proof.subarray(4)));
});

test('a scheme that the key is too short for gives way to the next', () => {
  // A PSS signature with SHA-512 and as much salt wants 130 bytes; the key has 128.
  const proof = prove(rsa.privateKey, { signatureSchemes: [0x0806, 0x0804] });
  assert.equal(proof && Buffer.from(proof).readUInt16BE(0), 0x0804);
});

test('a key too short for every one of them proves nothing, and nothing is thrown', () => {
  assert.equal(prove(rsa.privateKey, { signatureSchemes: [0x0806] }), undefined);
});

test('a request that no such key can answer is not answered', () => {
  const signatureSchemes = [0x0401, 0x0403];
  for (const [key, changes] of [
    [rsa.privateKey, { signatureSchemes, certificateTypes: [64] }],
    [ec.privateKey, { signatureSchemes, certificateTypes: [1, 2] }],
    [ec.privateKey, { signatureSchemes: [0x0401] }],
    [ed25519.privateKey, { signatureSchemes }],
    [rsa.privateKey, { signatureSchemes, certificateTypes: [] }],
    [rsa.privateKey, { signatureSchemes: [] }],
    // What only TLS 1.3 knows.
    [ec.privateKey, { signatureSchemes: [0x081a] }],
  ] as const) {
    assert.equal(clientProof({ chain: [], key }, request(changes), tls12), undefined);
  }
});

test('as many schemes as fit into a request, most of them nonsense, cost one signature', () => {
  const nonsense = Array.from({ length: 32_766 }, (_, index) => 0xfe00 + (index % 256));
  const proof = prove(ec.privateKey, { signatureSchemes: [...nonsense, 0x0403] });
  assert.equal(proof && Buffer.from(proof).readUInt16BE(0), 0x0403);
});

test('SSL 3.0 has no signature of an elliptic key, TLS 1.0 none of EdDSA', () => {
  assert.equal(prove(ec.privateKey, {}, 0x0300), undefined);
  assert.equal(prove(ed25519.privateKey, {}, 0x0301), undefined);
});
