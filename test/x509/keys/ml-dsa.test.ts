import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { describeSignatureAlgorithm } from '../../../src/x509/keys/signature-algorithm.ts';
import { verifyKeyProof } from '../../../src/x509/keys/verify-key-proof.ts';
import { verifySignature } from '../../../src/x509/keys/verify-signature.ts';
import { makeMlDsaCertificate, type MlDsaSet } from '../../tls/ml-dsa-certificate.ts';

const made = (['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const).map((set) => ({ set, ...decoded(set) }));

function decoded(set: MlDsaSet) {
  const made = makeMlDsaCertificate(set);
  const certificate = decodeCertificate(made.der);
  assert.ok(certificate.ok);
  return { ...made, certificate: certificate.value };
}

for (const { set, certificate, sign } of made) {
  const { publicKey, tbs: signed, signature, signatureAlgorithm } = certificate;
  const proof = { name: set.toLowerCase().replace('ml-dsa-', 'mldsa'), code: undefined };

  test(`${set}: a key is decoded, and its kind named (RFC 9881 §4)`, () => {
    assert.equal(publicKey.kind, 'ml-dsa');
    assert.equal(publicKey.bits, publicKey.subjectPublicKey.length * 8);
    assert.equal(describeSignatureAlgorithm(signatureAlgorithm).name, set);
  });

  test(`${set}: a certificate's signature verifies, and no changed one does`, () => {
    const claim = { signed, signature, signatureAlgorithm, publicKey };
    assert.deepEqual(verifySignature(claim), { ok: true, value: true });
    const changed = Uint8Array.from(signature, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    for (const wrong of [changed, signature.subarray(1), new Uint8Array(0), new Uint8Array(signature.length)]) {
      assert.deepEqual(verifySignature({ ...claim, signature: wrong }), { ok: true, value: false });
    }
    assert.deepEqual(verifySignature({ ...claim, signed: signed.subarray(1) }), { ok: true, value: false });
  });

  test(`${set}: a key of another set is wrong for the signature, and does not fit the scheme`, () => {
    const other = made.find((each) => each.set !== set)?.certificate.publicKey ?? publicKey;
    const claim = { signed, signature, signatureAlgorithm, publicKey: other };
    assert.deepEqual(verifySignature(claim), { ok: true, value: false });
    const verdict = verifyKeyProof({ scheme: proof, signed, signature, publicKey: other });
    assert.ok(!verdict.ok && verdict.error.kind === 'mismatched-key');
  });

  test(`${set}: a proof of possession verifies`, () => {
    const bytes = Buffer.from('the transcript');
    const claim = { scheme: proof, signed: bytes, signature: sign(bytes), publicKey };
    assert.deepEqual(verifyKeyProof(claim), { ok: true, value: true });
    assert.deepEqual(verifyKeyProof({ ...claim, signed: Buffer.from('another one') }), { ok: true, value: false });
  });
}

test('parameters in the algorithm of an ML-DSA signature are malformed (RFC 9881 §2)', () => {
  const [first] = made;
  assert.ok(first !== undefined);
  const { publicKey, tbs: signed, signature, signatureAlgorithm } = first.certificate;
  const withNull = { ...signatureAlgorithm, parameters: Uint8Array.of(5, 0) };
  const verdict = verifySignature({ signed, signature, signatureAlgorithm: withNull, publicKey });
  assert.ok(!verdict.ok && verdict.error.kind === 'malformed');
});
