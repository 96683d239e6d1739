import assert from 'node:assert/strict';
import { rootCertificates } from 'node:tls';
import { test } from 'node:test';

import { decodeCertificates } from '../../src/x509/decode-certificates.ts';
import { decodePem } from '../../src/x509/der/decode-pem.ts';
import { bits, certificate, der, integer, name, nullValue, oid, sequence, set } from './build-der.ts';

const first = certificate();
const second = certificate({ subject: name(['2.5.4.3', 'second']) });

function pem(label: string, bytes: Uint8Array, newline = '\n'): string {
  const body = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})/g, `$1${newline}`);
  return `-----BEGIN ${label}-----${newline}${body}${newline}-----END ${label}-----${newline}`;
}

/** SignedData without signers, as AD CS writes it. */
function pkcs7(...certificates: readonly Uint8Array[]): Uint8Array {
  const data = sequence(oid('1.2.840.113549.1.7.1'));
  const signed = sequence(integer(1), set(), data, der(0xa0, ...certificates), set());
  return sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, signed));
}

function entries(file: Uint8Array | string): readonly Uint8Array[] {
  const read = decodeCertificates(typeof file === 'string' ? Buffer.from(file, 'utf8') : file);
  assert.ok(read.ok, read.ok ? '' : read.error.message);
  assert.deepEqual(
    read.value.map(({ entry }) => entry),
    read.value.map((_, index) => index + 1),
  );
  return read.value.map((one) => one.der);
}

function failure(file: Uint8Array | string): {
  readonly kind: string;
  readonly entry: number | undefined;
  readonly message: string;
} {
  const read = decodeCertificates(typeof file === 'string' ? Buffer.from(file, 'utf8') : file);
  assert.ok(!read.ok);
  assert.match(read.error.message, /\.$/);
  return read.error;
}

test('reads PEM with any number of blocks, whatever stands between them and however lines end', () => {
  const text = `subject=/CN=x\r\n${pem('CERTIFICATE', first, '\r\n')}\n 1 s:CN=y -----BEGIN nothing\n  ${pem('CERTIFICATE', second)}bye`;
  assert.deepEqual(entries(text), [first, second]);
  assert.deepEqual(entries(`0 s:CN = x\n${pem('CERTIFICATE', first, '\r')}`), [first]);
  assert.deepEqual(entries(rootCertificates.join('\n')).length, rootCertificates.length);
});

test('reads PEM in one long line, with a byte order mark, in UTF-16, and with old headers', () => {
  const oneLine = `-----BEGIN CERTIFICATE-----\n${Buffer.from(first).toString('base64')}\n-----END CERTIFICATE-----`;
  assert.deepEqual(entries(oneLine), [first]);
  assert.deepEqual(entries(`\ufeff${oneLine}`), [first]);
  assert.deepEqual(entries(Buffer.from(`\ufeff${oneLine}`, 'utf16le')), [first]);
  assert.deepEqual(entries(oneLine.replace('\n', '\nProc-Type: 4\nX-Note: a\n b\n\n')), [first]);
});

test('skips keys and other blocks, and knows the labels of certificates', () => {
  const file = [
    pem('PRIVATE KEY', nullValue),
    pem('X509 CERTIFICATE', first),
    pem('X509 CRL', nullValue),
    pem('TRUSTED CERTIFICATE', Buffer.concat([second, sequence(nullValue)])),
  ];
  assert.deepEqual(entries(file.join('')), [first, second]);
});

test('reads one DER certificate, broken ones included: they are judged later', () => {
  assert.deepEqual(entries(first), [first]);
  assert.deepEqual(entries(first.subarray(0, 150)), [first.subarray(0, 150)]);
});

test('reads PKCS #7 as DER and as PEM, in its order, and skips attribute certificates', () => {
  assert.deepEqual(entries(pkcs7(second, first)), [second, first]);
  assert.deepEqual(entries(pem('PKCS7', pkcs7(first, der(0xa1, nullValue), second))), [first, second]);
  assert.deepEqual(entries(pem('CERTIFICATE', pkcs7(first)) + pem('CERTIFICATE', second)), [first, second]);
});

test('says which block is broken and why', () => {
  const good = pem('CERTIFICATE', first);
  assert.deepEqual(failure(`${good}${good.replace('M', '!')}`), {
    kind: 'broken-pem',
    entry: 2,
    message: 'PEM block 2 (CERTIFICATE) is not base64.',
  });
  assert.equal(
    failure(`${good}-----BEGIN CERTIFICATE-----\nMA==`).message,
    'PEM block 2 (CERTIFICATE) has no END line.',
  );
  assert.match(
    failure(good.replace('END CERTIFICATE', 'END KEY')).message,
    /END line of PEM block 1 \(CERTIFICATE\) has a different label/,
  );
  assert.match(failure('-----BEGIN CERT').message, /BEGIN line of PEM block 1 is truncated/);
  assert.match(failure(`${good.slice(0, -30)}${good}`).message, /block 1 \(CERTIFICATE\) has no END line/);
});

test('says when a file holds something else', () => {
  assert.equal(failure('').kind, 'empty');
  assert.equal(failure('hello').kind, 'unrecognised');
  assert.equal(failure(pem('PRIVATE KEY', nullValue)).kind, 'empty');
  assert.equal(failure(pkcs7()).kind, 'empty');
  const otherContent = sequence(oid('1.2.840.113549.1.7.1'), der(0xa0, der(0x04, 'x'.repeat(200))));
  assert.match(failure(otherContent).message, /holds 1\.2\.840\.113549\.1\.7\.1, not signed data/);
  assert.equal(failure(pem('PKCS7', sequence(oid('1.2.840.113549.1.7.2'), bits(0)))).entry, 1);
});

test('says of a PKCS #12 file what it is and what to export instead', () => {
  const pfx = failure(sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1'))));
  assert.equal(pfx.kind, 'pkcs12');
  assert.match(pfx.message, /PKCS #12 file .* export the certificate alone/);
});

test('a megabyte of dashes takes no time', () => {
  assert.deepEqual(decodePem('x-----BEGIN '.repeat(100_000)), { ok: true, value: [] });
  assert.equal(failure('-----BEGIN '.repeat(100_000)).kind, 'broken-pem');
});

test('PEM blocks keep their label and their number', () => {
  const read = decodePem(pem('A B', nullValue) + pem('C', sequence()));
  assert.deepEqual(read, {
    ok: true,
    value: [
      { label: 'A B', der: nullValue, index: 1 },
      { label: 'C', der: sequence(), index: 2 },
    ],
  });
});
