import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import type { Certificate, DecodeError } from '../../src/x509/certificate.ts';
import { decodeCertificate, MAX_CERTIFICATE_BYTES } from '../../src/x509/decode-certificate.ts';
import { findDuplicateExtensions } from '../../src/x509/extensions/read-extensions.ts';
import {
  bits,
  boolean,
  type CertificateParts,
  certificate,
  der,
  extension,
  hex,
  integer,
  name,
  nullValue,
  oid,
  sequence,
  set,
} from './build-der.ts';

function decode(parts: CertificateParts = {}): Certificate {
  const decoded = decodeCertificate(certificate(parts));
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.error.message);
  return decoded.value;
}

function refuse(bytes: Uint8Array): DecodeError {
  const decoded = decodeCertificate(bytes);
  assert.ok(!decoded.ok, 'decoded although it should not');
  return decoded.error;
}

function oddities(parts: CertificateParts): readonly string[] {
  return decode(parts).oddities.map(({ where, message }) => `${where}: ${message}`);
}

test('decodes the frame of a plain certificate and finds nothing odd', () => {
  const bytes = certificate();
  const decoded = decodeCertificate(bytes);
  assert.ok(decoded.ok);
  const { value } = decoded;
  assert.equal(value.version, 3);
  assert.deepEqual(value.serialNumber, { hex: '0102', isNegative: false, isZero: false });
  assert.equal(value.signatureAlgorithm.oid, '1.2.840.113549.1.1.11');
  assert.deepEqual(value.signatureAlgorithm.der, value.tbsSignatureAlgorithm.der);
  assert.deepEqual(value.signatureAlgorithm.parameters, nullValue);
  assert.equal(value.notBefore.toISOString(), '2025-01-01T00:00:00.000Z');
  assert.equal(value.notAfter.toISOString(), '2030-01-01T00:00:00.000Z');
  assert.equal(value.publicKey.kind, 'ed25519');
  assert.deepEqual(value.signature, Uint8Array.of(1, 2, 3, 4));
  assert.equal(value.sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.deepEqual(value.oddities, []);
});

test('gives plain Uint8Arrays that look into the same memory, also for a Buffer in the middle of another', () => {
  const bytes = certificate();
  const padded = Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('yy')]).subarray(2, 2 + bytes.length);
  const decoded = decodeCertificate(padded);
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.value.der, bytes);
  assert.equal(Object.getPrototypeOf(decoded.value.tbs), Uint8Array.prototype);
  assert.equal(decoded.value.tbs.buffer, padded.buffer);
});

test('a copy by spreading keeps what is decoded late', () => {
  const copy = { ...decode(), version: 1 };
  assert.match(copy.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual({ ...copy.extensions }.basicConstraints, { ok: true, value: { ca: false, pathLength: undefined } });
});

const oddParts: readonly (readonly [string, CertificateParts, string])[] = [
  [
    'version 1 written out',
    { version: der(0xa0, integer(0)), extensions: [] },
    'version: version 1 is encoded, although it is the default',
  ],
  [
    'extensions in version 2',
    { version: der(0xa0, integer(1)) },
    'extensions: extensions in a certificate of version 2',
  ],
  ['extensions in version 1', { version: new Uint8Array(0) }, 'extensions: extensions in a certificate of version 1'],
  ['a negative serial', { serialNumber: integer(0x80) }, 'serialNumber: the serial number is negative'],
  ['a serial of zero', { serialNumber: integer(0) }, 'serialNumber: the serial number is zero'],
  [
    'a serial of 21 octets',
    { serialNumber: integer(...new Array<number>(21).fill(1)) },
    'serialNumber: the serial number has 21 octets, more than 20',
  ],
  [
    'a padded serial',
    { serialNumber: integer(0, 5) },
    'serialNumber: serial number is an INTEGER with unneeded leading octets',
  ],
  [
    'unique identifiers',
    { uniqueIdentifiers: Buffer.concat([der(0x81, '\u0000x'), der(0x82, '\u0000y')]) },
    'uniqueIdentifiers: unique identifiers, long out of use',
  ],
  [
    'criticality FALSE written out',
    { extensions: [extension('2.5.29.14', der(0x04, 'key'), boolean(0))] },
    'extensions: the criticality of 2.5.29.14 is encoded as FALSE, its default',
  ],
  [
    'a T61String',
    { subject: name(['2.5.4.3', der(0x14, 'M\u00fcller')]) },
    'subject: a T61String (TeletexString), read as Latin-1',
  ],
  ['a NUL in a common name', { subject: name(['2.5.4.3', 'a\0b']) }, 'subject: a string holds control characters'],
  ['a BMPString', { issuer: name(['2.5.4.3', der(0x1e, '\u0000A')]) }, 'issuer: a BMPString'],
  ['a UniversalString', { issuer: name(['2.5.4.3', der(0x1c, '\u0000\u0000\u0000A')]) }, 'issuer: a UniversalString'],
  [
    'a key that cannot be read',
    { publicKey: sequence(sequence(oid('1.2.840.113549.1.1.1'), nullValue), bits(0, 3)) },
    'publicKey: the size of the key is unknown',
  ],
];

for (const [what, parts, expected] of oddParts) {
  test(`decodes ${what} and names it`, () => assert.deepEqual(oddities(parts), [expected]));
}

test('an empty list of extensions is odd', () => {
  const plain = certificate({ extensions: [] });
  const empty = certificate({ uniqueIdentifiers: der(0xa3, sequence()), extensions: [] });
  assert.ok(decodeCertificate(plain).ok);
  const decoded = decodeCertificate(empty);
  assert.ok(decoded.ok && decoded.value.oddities[0]?.message === 'a list of extensions that is empty');
});

test('version 1 without extensions is nothing odd', () => {
  const value = decode({ version: new Uint8Array(0), extensions: [] });
  assert.equal(value.version, 1);
  assert.deepEqual(value.oddities, []);
  assert.equal(value.extensions.keyUsage, undefined);
});

test('keeps the sign and the leading zeros of a serial', () => {
  assert.deepEqual(decode({ serialNumber: integer(0x00, 0x80) }).serialNumber, {
    hex: '0080',
    isNegative: false,
    isZero: false,
  });
  assert.equal(decode({ serialNumber: integer(0xff, 0x7f) }).serialNumber.isNegative, true);
  assert.deepEqual(decode({ serialNumber: integer(0) }).serialNumber, { hex: '00', isNegative: false, isZero: true });
});

const broken: readonly (readonly [string, CertificateParts, DecodeError['kind']])[] = [
  ['version 4', { version: der(0xa0, integer(3)) }, 'bad-value'],
  ['a serial of no bytes', { serialNumber: integer() }, 'bad-length'],
  ['a signature with unused bits', { signature: bits(1, 2) }, 'bad-value'],
  [
    'a date that does not exist',
    { validity: sequence(der(0x17, '250230000000Z'), der(0x17, '300101000000Z')) },
    'bad-value',
  ],
  [
    'a validity of three times',
    { validity: sequence(der(0x17, '250101000000Z'), der(0x17, '300101000000Z'), nullValue) },
    'trailing',
  ],
  ['no subject', { subject: new Uint8Array(0) }, 'unexpected-tag'],
  [
    'an attribute of three elements',
    { subject: sequence(set(sequence(oid('2.5.4.3'), der(0x0c, 'a'), nullValue))) },
    'trailing',
  ],
  ['extensions that are not in a list', { extensions: [nullValue] }, 'unexpected-tag'],
];

for (const [what, parts, kind] of broken) {
  test(`refuses ${what}`, () => assert.equal(refuse(certificate(parts)).kind, kind));
}

test('refuses trailing bytes, PEM text and nothing at all', () => {
  assert.equal(refuse(Buffer.concat([certificate(), Uint8Array.of(0)])).kind, 'trailing');
  assert.equal(refuse(Buffer.from('-----BEGIN CERTIFICATE-----')).kind, 'unexpected-tag');
  assert.equal(refuse(new Uint8Array(0)).kind, 'truncated');
  assert.equal(refuse(hex('30 00')).kind, 'truncated');
  assert.equal(refuse(hex('30 80 00 00')).kind, 'bad-length');
});

test('refuses more bytes than a certificate may have, and says both figures', () => {
  const error = refuse(new Uint8Array(MAX_CERTIFICATE_BYTES + 1));
  assert.equal(error.kind, 'budget');
  assert.match(error.message, /262145 bytes, more than 262144/);
});

test('an extension that stands twice is malformed, named as odd, and spoils no other', () => {
  const value = decode({
    extensions: [
      extension('2.5.29.14', der(0x04, 'a')),
      extension('1.2.3.4', nullValue),
      extension('2.5.29.14', der(0x04, 'a')),
      extension('2.5.29.19', sequence()),
      extension('1.2.3.4', nullValue),
    ],
  });
  assert.ok(value.extensions.subjectKeyIdentifier?.ok === false);
  assert.equal(value.extensions.subjectKeyIdentifier.error.kind, 'duplicate');
  assert.ok(value.extensions.basicConstraints?.ok);
  assert.deepEqual(findDuplicateExtensions(value.rawExtensions), ['2.5.29.14', '1.2.3.4']);
  assert.equal(value.oddities.length, 2);
});
