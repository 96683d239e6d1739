import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readTrustAnchors } from '../../../src/pki/trust/read-trust-anchors.ts';
import { createTrustStore } from '../../../src/pki/trust/trust-store.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { forgeCa } from '../forge-certificate.ts';

const root = forgeCa('Root').certificate;
const twin = forgeCa('ROOT').certificate;
const other = forgeCa('Other').certificate;
const about = { name: 'contoso', source: 'roots.pem', date: null };
const pem = ({ der }: Certificate): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
const file = (path: string, content: string | Uint8Array) => ({ path, bytes: Buffer.from(content) });

test('finds anchors by subject as RFC 5280 compares names, and by fingerprint', () => {
  const store = createTrustStore({ ...about, anchors: [root.der, twin.der, other.der] });
  assert.ok(store.ok);
  const found = store.value.findBySubject(root.subject).map(({ sha256 }) => sha256);
  assert.deepEqual(found, [root.sha256, twin.sha256]);
  assert.equal(store.value.findByFingerprint(other.sha256)?.sha256, other.sha256);
  assert.equal(store.value.findByFingerprint('00'), undefined);
  assert.deepEqual(store.value.fingerprints, [root.sha256, twin.sha256, other.sha256]);
});

test('a certificate given twice is one anchor', () => {
  const store = createTrustStore({ ...about, anchors: [root.der, root.der] });
  assert.ok(store.ok);
  assert.deepEqual([store.value.fingerprints.length, store.value.anchors.length], [1, 1]);
});

test('an anchor that cannot be decoded is named by its number', () => {
  const store = createTrustStore({ ...about, anchors: [root.der, Uint8Array.of(0x30, 0x00)] });
  assert.ok(!store.ok);
  assert.equal(store.error.entry, 2);
  assert.match(store.error.message, /^Entry 2 of trust store contoso \(roots\.pem\)/);
});

test('anchors come from PEM with several blocks and from DER, in order', () => {
  const read = readTrustAnchors([file('a.pem', `comment\n${pem(root)}${pem(twin)}`), file('b.cer', other.der)]);
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.anchors.map((der) => Buffer.from(der).toString('hex')),
    [root, twin, other].map(({ der }) => Buffer.from(der).toString('hex')),
  );
});

test('every problem of every file is listed, with the number of the entry', () => {
  const broken = pem({ ...root, der: root.der.subarray(0, 40) });
  const read = readTrustAnchors([
    file('a.pem', `${pem(root)}${broken}`),
    file('b.pem', pem(root)),
    file('c.txt', 'hello'),
    file('d.pem', '-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n'),
  ]);
  assert.ok(!read.ok);
  assert.deepEqual(
    read.error.map(({ path, entry }) => [path, entry]),
    [
      ['a.pem', 2],
      ['c.txt', undefined],
      ['d.pem', undefined],
    ],
  );
  assert.match(read.error[0]?.message ?? '', /^a\.pem, certificate 2: /);
});
