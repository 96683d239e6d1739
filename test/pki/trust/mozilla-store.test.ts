import assert from 'node:assert/strict';
import { rootCertificates } from 'node:tls';
import { test } from 'node:test';

import { createMozillaStore, isMozillaStore } from '../../../src/pki/trust/mozilla-store.ts';
import type { TrustStore } from '../../../src/pki/path/path.ts';
import { createTrustStore } from '../../../src/pki/trust/trust-store.ts';
import type { Name } from '../../../src/x509/certificate.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';

const ders = rootCertificates.map(
  (pem) => new Uint8Array(Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')),
);
const whole = createTrustStore({ name: 'mozilla', source: 'all of it, decoded', date: null, anchors: ders });

function fingerprintsOf(store: TrustStore, subject: Name): readonly string[] {
  return store.findBySubject(subject).map(({ sha256 }) => sha256);
}

test('the Mozilla store answers as one whose roots were all decoded', () => {
  assert.ok(whole.ok);
  const store = createMozillaStore();
  assert.deepEqual(store.fingerprints, whole.value.fingerprints);
  assert.deepEqual(store.anchors, whole.value.anchors);
  for (const sha256 of store.fingerprints) {
    const root = whole.value.findByFingerprint(sha256);
    assert.ok(root);
    assert.equal(store.findByFingerprint(sha256)?.sha256, sha256);
    const found = fingerprintsOf(store, root.subject);
    assert.deepEqual(found, fingerprintsOf(whole.value, root.subject));
    assert.ok(found.includes(sha256));
  }
});

test('its date is the day the newest root was made', () => {
  const newest = ders.map((der) => {
    const certificate = decodeCertificate(der);
    return certificate.ok ? certificate.value.notBefore.toISOString() : '';
  });
  assert.equal(createMozillaStore().date, newest.sort().at(-1)?.slice(0, 10));
});

test('one root is one object, whoever asks and however often', () => {
  const store = createMozillaStore('public');
  const [sha256 = ''] = store.fingerprints;
  const root = store.findByFingerprint(sha256);
  assert.ok(root);
  assert.equal(store.findByFingerprint(sha256), root);
  assert.ok(store.findBySubject(root.subject).includes(root));
  assert.equal(store.name, 'public');
  assert.ok(isMozillaStore(store));
});

test('what is no root is not found', () => {
  assert.equal(createMozillaStore().findByFingerprint('00'.repeat(32)), undefined);
});
