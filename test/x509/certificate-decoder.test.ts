import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createCertificateDecoder, MAX_KEPT_CERTIFICATE_BYTES } from '../../src/x509/certificate-decoder.ts';
import { forgeCa, forgeLeaf } from '../pki/forge-certificate.ts';
import { extension } from '../pki/forge-extensions.ts';

const copyOf = (der: Uint8Array): Uint8Array => new Uint8Array(der);

test('the same bytes are decoded once, a copy of them from the second time on', () => {
  const decode = createCertificateDecoder();
  const { der } = forgeCa('Issuing').certificate;
  const first = decode(der);
  assert.equal(decode(der), first);
  const second = decode(copyOf(der));
  assert.equal(decode(copyOf(der)), second);
  assert.equal(second.sha256, first.sha256);
});

test('what was recalled last is told by its bytes, and others are not taken for it', () => {
  const decode = createCertificateDecoder();
  const issuing = forgeCa('Issuing').certificate.der;
  const changed = copyOf(issuing);
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
  const [kept] = [2, 1, 0].map(() => decode(copyOf(issuing))).reverse();
  assert.equal(decode(copyOf(issuing)), kept);
  assert.notEqual(decode(changed).sha256, kept?.sha256);
  assert.equal(decode(copyOf(issuing)), kept);
});

test('an intermediate that every server shows stays, however many leaves come by', () => {
  const decode = createCertificateDecoder();
  const issuing = forgeCa('Issuing').certificate.der;
  const leaf = forgeLeaf('im.contoso.com').certificate.der;
  decode(copyOf(issuing));
  const kept = decode(copyOf(issuing));
  for (let host = 0; host < 600; host += 1) {
    // Other bytes, which need not be a certificate.
    decode(Uint8Array.of(...leaf.subarray(0, 40), host >> 8, host & 0xff));
    assert.equal(decode(copyOf(issuing)), kept);
  }
});

test('a certificate that is too large to be one of many is not kept, however often it comes', () => {
  const decode = createCertificateDecoder();
  const padding = extension('1.2.3', new Uint8Array(MAX_KEPT_CERTIFICATE_BYTES));
  const { der } = forgeCa('Issuing', { extensions: [padding] }).certificate;
  const answers = [1, 2, 3].map(() => decode(copyOf(der)));
  assert.equal(new Set(answers).size, 3);
  const first = decode(der);
  assert.equal(decode(der), first);
});
