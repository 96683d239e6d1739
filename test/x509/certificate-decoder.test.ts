import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createCertificateDecoder } from '../../src/x509/certificate-decoder.ts';
import { decodeCertificate, MAX_CERTIFICATE_BYTES } from '../../src/x509/decode-certificate.ts';
import { bits, boolean, type CertificateParts, certificate, der, extension, integer, name, oid } from './build-der.ts';
import { nullValue, octets, sequence } from './build-der.ts';
import { decodedRoots } from './corpus.ts';

const copyOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

test('the same bytes are decoded once, whatever buffer they stand in', () => {
  const decode = createCertificateDecoder();
  const first = decode(certificate());
  assert.equal(decode(certificate()), first);
  assert.deepEqual(first.certificate, decodeCertificate(certificate()));
});

test('other bytes are another certificate', () => {
  const decode = createCertificateDecoder();
  const changed = certificate();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const first = decode(certificate());
  assert.notEqual(decode(changed).sha256, first.sha256);
  assert.equal(decode(certificate()), first);
});

test('what cannot be decoded is answered as well', () => {
  const decode = createCertificateDecoder();
  for (const bytes of [new Uint8Array(0), certificate().subarray(0, 40)]) {
    for (let turn = 0; turn < 2; turn += 1) assert.deepEqual(decode(bytes).certificate, decodeCertificate(bytes));
  }
});

test('however many certificates come between, the answer is the same', () => {
  const decode = createCertificateDecoder();
  const expected = decode(certificate());
  for (let serial = 0; serial < 600; serial += 1) {
    decode(certificate({ serialNumber: integer(1, serial >> 8, serial & 0xff) }));
    assert.deepEqual(decode(certificate()), expected);
  }
});

test('large certificates are decoded once too, and displace each other before they fill the memory', () => {
  const decode = createCertificateDecoder();
  const large = (serial: number): Uint8Array =>
    certificate({ serialNumber: integer(serial), extensions: [extension('1.2.3', new Uint8Array(250_000))] });
  const first = decode(large(1));
  assert.equal(decode(large(1)), first);
  for (let serial = 2; serial <= 20; serial += 1) decode(large(serial));
  assert.notEqual(decode(large(1)), first);
  assert.deepEqual(decode(large(1)), first);
});

test('a certificate that is too large to be decoded is refused each time', () => {
  const decode = createCertificateDecoder();
  const huge = new Uint8Array(MAX_CERTIFICATE_BYTES + 1);
  for (let turn = 0; turn < 2; turn += 1) assert.deepEqual(decode(huge).certificate, decodeCertificate(huge));
});

test('what was decoded stays as it was when its buffer is used for something else', () => {
  const decode = createCertificateDecoder();
  const parts: CertificateParts = { issuer: name(['2.5.4.10', 'Contoso'], ['2.5.4.3', 'Issuer']) };
  const expected = decodeCertificate(certificate(parts));
  const flight = Buffer.concat([new Uint8Array(100), certificate(parts)]);
  const first = decode(flight.subarray(100));
  flight.fill(0xff);
  assert.deepEqual(first.certificate, expected);
  assert.deepEqual(decode(certificate(parts)).certificate, expected);
  // A certificate that shares everything but its serial number.
  const next = certificate({ ...parts, serialNumber: integer(7) });
  assert.deepEqual(decode(next).certificate, decodeCertificate(next));
});

/** Each is odd in an element that certificates of one CA have in common, and not failed for it. */
const odd: Readonly<Record<string, CertificateParts>> = {
  issuer: { issuer: name(['2.5.4.10', der(0x14, 'Contoso')]) },
  'issuer and subject': {
    issuer: name(['2.5.4.10', der(0x14, 'Contoso')]),
    subject: name(['2.5.4.10', der(0x14, 'Contoso')]),
  },
  'issuer, twice': { issuer: name(['2.5.4.10', der(0x14, 'A')], ['2.5.4.11', der(0x14, 'A')]) },
  'criticality of an extension': { extensions: [extension('2.5.29.19', sequence(), boolean(0))] },
  'content of an extension': { extensions: [extension('2.5.29.15', bits(0, 0xa0))] },
  'content of two extensions': {
    extensions: [extension('2.5.29.15', bits(0, 0xa0)), extension('2.5.29.19', sequence(boolean(0)))],
  },
  'an extension that stands twice': {
    extensions: [extension('2.5.29.15', bits(5, 0xa0)), extension('2.5.29.15', bits(5, 0xa0))],
  },
  'a malformed extension': { extensions: [extension('2.5.29.15', octets())] },
  key: { publicKey: sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), bits(0, 3)) },
};

for (const [what, parts] of Object.entries(odd)) {
  test(`oddities are reported for every certificate, the first and the tenth: ${what}`, () => {
    const decode = createCertificateDecoder();
    for (let serial = 1; serial <= 10; serial += 1) {
      for (const each of [{ ...parts, serialNumber: integer(serial) }, { serialNumber: integer(serial) }]) {
        const cold = decodeCertificate(certificate(each));
        assert.ok(cold.ok);
        assert.equal(
          cold.value.oddities.length + cold.value.malformedExtensions.length > 0,
          'issuer' in each || 'extensions' in each || 'publicKey' in each,
        );
        assert.deepEqual(decode(certificate(each)).certificate, cold, `serial number ${serial}`);
      }
    }
  });
}

test('whatever was decoded before, each root of Node is decoded as if it were the first', () => {
  const decode = createCertificateDecoder();
  const roots = decodedRoots();
  for (const root of [...roots, ...roots])
    assert.deepEqual(decode(copyOf(root.der)).certificate, { ok: true, value: root });
});
