import assert from 'node:assert/strict';
import { rootCertificates } from 'node:tls';
import { test } from 'node:test';

import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { peekCertificate } from '../../src/x509/peek-certificate.ts';

const roots = rootCertificates.map(
  (pem) => new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')),
);

test('a peek reads what decoding reads', () => {
  assert.ok(roots.length > 100);
  for (const der of roots) {
    const peek = peekCertificate(der);
    const whole = decodeCertificate(der);
    assert.ok(peek.ok && whole.ok);
    const { subject, notBefore } = whole.value;
    assert.deepEqual(peek.value, { subject, notBefore });
  }
});

test('what breaks off before the subject ends cannot be peeked into', () => {
  const [der = new Uint8Array()] = roots;
  for (let length = 0; length < der.length; length += 1)
    assert.equal(peekCertificate(der.subarray(0, length)).ok, false);
});

test('what is no certificate is a failure, never an exception', () => {
  for (const bytes of [[], [0x30], [0x30, 0], [0x30, 2, 0x30, 0], [0x30, 0x80], [4, 2, 1, 2]]) {
    assert.equal(peekCertificate(Uint8Array.from(bytes)).ok, false);
  }
});
