import assert from 'node:assert/strict';
import { rootCertificates } from 'node:tls';
import { test } from 'node:test';

import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { decodeCertificates } from '../../src/x509/decode-certificates.ts';
import { formatGeneralName } from '../../src/x509/names/format-general-name.ts';
import { verifySignature } from '../../src/x509/keys/verify-signature.ts';
import { boolean, certificate, der, extension, name, sequence } from './build-der.ts';

/** Reads everything there is to read; the point is that none of it throws. */
function readAll(bytes: Uint8Array): boolean {
  const decoded = decodeCertificate(bytes);
  if (!decoded.ok) {
    assert.match(decoded.error.message, /\.$/);
    assert.ok(decoded.error.offset >= 0 && decoded.error.offset <= bytes.length);
    return false;
  }
  const { value } = decoded;
  const names = value.extensions.subjectAlternativeName;
  if (names?.ok) names.value.map(formatGeneralName);
  assert.ok(Array.isArray(value.oddities) && Array.isArray(value.malformedExtensions));
  for (const one of [value.subject, value.issuer])
    assert.ok(typeof one.text === 'string' && typeof one.key === 'string');
  const { tbs: signed, signature, signatureAlgorithm, publicKey } = value;
  verifySignature({ signed, signature, signatureAlgorithm, publicKey });
  return true;
}

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const roots = rootCertificates.map((pem) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

test('no prefix of a certificate decodes, and none throws', () => {
  for (const root of [roots[0], roots[70], Buffer.from(certificate())]) {
    assert.ok(root !== undefined && readAll(root));
    for (let length = 0; length < root.length; length += 1) assert.ok(!readAll(root.subarray(0, length)));
  }
});

test('no mutation of a certificate throws, and some still decode', () => {
  const random = randomFrom(20_070_702);
  let decoded = 0;
  for (let round = 0; round < 6000; round += 1) {
    const bytes = new Uint8Array(roots[Math.floor(random() * roots.length)] ?? []);
    for (let change = 0; change <= random() * 4; change += 1) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    if (readAll(bytes)) decoded += 1;
  }
  assert.ok(decoded > 1000 && decoded < 6000, `${decoded} decoded`);
});

test('noise does not throw, as a certificate or as a file', () => {
  const random = randomFrom(1);
  for (let round = 0; round < 3000; round += 1) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256));
    if (round % 2 === 0) bytes[0] = 0x30;
    readAll(bytes);
    decodeCertificates(bytes);
  }
});

test('a certificate of 100,000 names is refused for its size', () => {
  const names = der(0x30, ...new Array<Uint8Array>(100_000).fill(der(0x82, 'a.example')));
  const decoded = decodeCertificate(certificate({ extensions: [extension('2.5.29.17', names)] }));
  assert.ok(!decoded.ok && decoded.error.kind === 'budget');
});

test('an extension of more names than the budget is malformed by itself', () => {
  const names = der(0x30, ...new Array<Uint8Array>(40_000).fill(der(0x82, 'a')));
  const decoded = decodeCertificate(
    certificate({ extensions: [extension('2.5.29.17', names), extension('2.5.29.19', sequence(boolean(0xff)))] }),
  );
  assert.ok(decoded.ok);
  const { subjectAlternativeName, basicConstraints } = decoded.value.extensions;
  assert.ok(subjectAlternativeName?.ok === false && subjectAlternativeName.error.kind === 'budget');
  assert.ok(basicConstraints?.ok && basicConstraints.value.ca);
});

test('a subject of more attributes than the budget is refused', () => {
  const subject = name(...new Array<readonly [string, string]>(8000).fill(['2.5.4.3', 'a']));
  const decoded = decodeCertificate(certificate({ subject }));
  assert.ok(!decoded.ok && decoded.error.kind === 'budget');
});

test('a value nested thousands deep is kept without being entered', () => {
  let nested: Uint8Array = sequence();
  for (let depth = 0; depth < 5000; depth += 1) nested = sequence(nested);
  assert.ok(readAll(certificate({ subject: name(['2.5.4.3', nested]), extensions: [extension('1.2.3.4', nested)] })));
});
