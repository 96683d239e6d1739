import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { findRequests } from '../../src/x509/find-request.ts';
import { readRequest } from '../../src/x509/read-request.ts';
import { x509 } from '../../src/x509/x509-package.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const names = new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'im.contoso.com' }]);

async function makeRequest(content: { extensions?: x509.Extension[]; attributes?: x509.Attribute[]; name?: string }) {
  const { name = 'CN=im.contoso.com,O=Contoso', ...rest } = content;
  const generator = x509.Pkcs10CertificateRequestGenerator;
  const request = await generator.create({ name, keys, signingAlgorithm: algorithm, ...rest });
  return new Uint8Array(request.rawData);
}

async function draftOf(der: Uint8Array) {
  const draft = await readRequest(der);
  assert.ok(draft.ok, draft.ok ? '' : draft.error);
  const certificate = decodeCertificate(draft.value);
  assert.ok(certificate.ok);
  return certificate.value;
}

test('subject, key and extensions are those of the request, byte for byte', async () => {
  const der = await makeRequest({ extensions: [names] });
  const oracle = new x509.Pkcs10CertificateRequest(der);
  const { version, subject, issuer, publicKey, rawExtensions, extensions } = await draftOf(der);
  assert.equal(version, 3);
  assert.deepEqual(Buffer.from(subject.der), Buffer.from(oracle.subjectName.toArrayBuffer()));
  assert.equal(issuer.text, '');
  assert.deepEqual(Buffer.from(publicKey.spki), Buffer.from(oracle.publicKey.rawData));
  assert.deepEqual(
    rawExtensions.map(({ oid }) => oid),
    ['2.5.29.17'],
  );
  assert.deepEqual(extensions.subjectAlternativeName, { ok: true, value: [{ kind: 'dns', text: 'im.contoso.com' }] });
});

test('extensions in the attribute of Windows 2000 and XP are read too', async () => {
  const list = Buffer.concat([Buffer.of(0x30, names.rawData.byteLength), Buffer.from(names.rawData)]);
  const attribute = new x509.Attribute('1.3.6.1.4.1.311.2.1.14', [new Uint8Array(list)]);
  const { rawExtensions } = await draftOf(await makeRequest({ attributes: [attribute] }));
  assert.deepEqual(
    rawExtensions.map(({ oid }) => oid),
    ['2.5.29.17'],
  );
});

test('a request without extensions, or without a subject, is one', async () => {
  assert.deepEqual((await draftOf(await makeRequest({}))).rawExtensions, []);
  const nameless = await makeRequest({ name: '', extensions: [names] });
  assert.deepEqual(findRequests(nameless), [nameless]);
  assert.equal((await draftOf(nameless)).subject.text, '');
});

test('every truncated prefix is refused, and so is a request with a byte changed', async () => {
  const der = await makeRequest({ extensions: [names] });
  for (let length = 0; length < der.length; length += 1) {
    assert.equal((await readRequest(der.subarray(0, length))).ok, false, `${length}`);
  }
  assert.equal((await readRequest(Uint8Array.of(...der, 0))).ok, false);
  // Another algorithm may be one that is not known here, so that the signature cannot be judged.
  const spki = Buffer.from(new x509.Pkcs10CertificateRequest(der).publicKey.rawData);
  const key = Buffer.from(der).indexOf(spki);
  const signed = [...der.keys()].filter((at) => at < key || (at > key + 30 && at < der.length - 90));
  for (const at of signed) {
    const changed = Uint8Array.from(der);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal((await readRequest(changed)).ok, false, `${at}`);
  }
});

test('certificates are no requests', async () => {
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=a',
    keys,
    signingAlgorithm: algorithm,
  });
  assert.deepEqual(findRequests(new Uint8Array(authority.rawData)), []);
  assert.deepEqual(findRequests(Buffer.from(authority.toString('pem'))), []);
  assert.deepEqual(findRequests(Buffer.from('nothing')), []);
});
