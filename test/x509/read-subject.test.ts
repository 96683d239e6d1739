import assert from 'node:assert/strict';
import { rootCertificates } from 'node:tls';
import { test } from 'node:test';

import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { readSubject } from '../../src/x509/read-subject.ts';

const roots = rootCertificates.map(
  (pem) => new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')),
);

test('the subject is the one that decoding reads', () => {
  assert.ok(roots.length > 100);
  for (const der of roots) {
    const subject = readSubject(der);
    const whole = decodeCertificate(der);
    assert.ok(subject.ok && whole.ok);
    assert.deepEqual(subject.value, whole.value.subject);
  }
});

test('what breaks off before its end is a failure', () => {
  const [der = new Uint8Array()] = roots;
  for (let length = 0; length < der.length; length += 1) assert.equal(readSubject(der.subarray(0, length)).ok, false);
});

test('what is no certificate is a failure, never an exception', () => {
  for (const bytes of [[], [0x30], [0x30, 0], [0x30, 2, 0x30, 0], [0x30, 0x80], [4, 2, 1, 2]]) {
    assert.equal(readSubject(Uint8Array.from(bytes)).ok, false);
  }
});
