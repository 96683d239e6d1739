import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Certificate, Decoded } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';

const now = new Date('2026-11-22T12:00:00Z');
const authority = await createAuthority({ organization: 'Contoso', now });
const key = await makeKeyPair('rsa-2048');
const names = ['im.contoso.com', 'as.im.contoso.com'];

test('a leaf links by names, key identifiers and signatures to the intermediate and the root', async () => {
  const leaf = new X509Certificate((await issueServerCertificate(authority, key, { names })).pem);
  const intermediate = new X509Certificate(authority.intermediate.pem);
  const root = new X509Certificate(authority.root.pem);
  assert.ok(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey));
  assert.ok(intermediate.checkIssued(root) && intermediate.verify(root.publicKey));
  assert.ok(root.checkIssued(root) && root.verify(root.publicKey));
  assert.ok(intermediate.ca && root.ca && !leaf.ca);
});

test('a server certificate says what the specification demands, and our reader reads it', async () => {
  const { version, extensions, subject } = decoded(await issueServerCertificate(authority, key, { names }));
  assert.equal(version, 3);
  assert.equal(subject.text, 'CN=im.contoso.com,O=Contoso');
  assert.equal(valueIn(extensions.keyUsage).hex, 'a0');
  assert.deepEqual(valueIn(extensions.extendedKeyUsage), ['1.3.6.1.5.5.7.3.1']);
  const dnsNames = names.map((text) => ({ kind: 'dns', text }));
  assert.deepEqual(valueIn(extensions.subjectAlternativeName), dnsNames);
  assert.match(valueIn(extensions.microsoftTemplate).oid, /^1\.3\.6\.1\.4\.1\.311\.21\.8\.14314111\./);
  assert.equal(extensions.microsoftTemplateName, undefined);
});

test('its options plant faults: another end, fewer key usages, the built-in template', async () => {
  const notAfter = new Date('2051-03-04T05:06:07Z');
  const options = { names, notAfter, keyUsage: ['digitalSignature'], template: 'built-in' } as const;
  const leaf = decoded(await issueServerCertificate(authority, key, options));
  assert.deepEqual(leaf.notAfter, notAfter);
  assert.equal(valueIn(leaf.extensions.keyUsage).hex, '80');
  assert.equal(valueIn(leaf.extensions.microsoftTemplateName), 'WebServer');
  assert.equal(leaf.extensions.microsoftTemplate, undefined);
});

for (const kind of ['rsa-2048', 'p-384', 'p-521', 'ed25519'] as const) {
  test(`an issuing CA with a key of kind ${kind} signs what OpenSSL verifies`, async () => {
    const other = await createAuthority({ organization: 'Fabrikam', now, issuingKey: await makeKeyPair(kind) });
    const leaf = await issueServerCertificate(other, key, { names });
    assert.ok(new X509Certificate(leaf.der).verify(new X509Certificate(other.intermediate.der).publicKey));
    assert.equal(decoded(other.intermediate).subject.text, 'CN=Fabrikam Issuing CA,O=Fabrikam');
  });
}

/** Certificate that our reader finds nothing odd in. */
function decoded({ der }: { readonly der: Uint8Array }): Certificate {
  const certificate = decodeCertificate(der);
  assert.ok(certificate.ok);
  assert.deepEqual([certificate.value.malformedExtensions, certificate.value.oddities], [[], []]);
  return certificate.value;
}

function valueIn<T>(extension: Decoded<T>): T {
  assert.ok(extension?.ok);
  return extension.value;
}
