import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import { createFixtureAuthority } from '../../src/lab/fixture-authority.ts';
import { type FixtureContent, issueFixtureCertificate } from '../../src/lab/issue-fixture-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';

const [authority, key] = await Promise.all([createFixtureAuthority('public'), makeKeyPair('p-256')]);

const content: FixtureContent = {
  commonName: 'www.contoso.com',
  names: [
    { type: 'dns', value: 'www.contoso.com' },
    { type: 'ip', value: '192.0.2.1' },
    { type: 'url', value: 'spiffe://contoso.com/www' },
    { type: 'email', value: 'www@contoso.com' },
  ],
  extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  keyUsage: ['digitalSignature'],
  notBefore: new Date('2026-11-01T00:00:00Z'),
  notAfter: new Date('2027-01-31T23:59:59Z'),
  crl: 'http://pki.contoso.com/issuing.crl',
  ocsp: 'http://ocsp.contoso.com',
  issuer: 'http://pki.contoso.com/issuing.crt',
  template: null,
  signature: 'sha256',
  timestamps: 3,
};

async function issued(changes: Partial<FixtureContent>) {
  const byIntermediate = { issuer: authority.intermediate, isPublic: true };
  const { der } = await issueFixtureCertificate({ ...content, ...changes }, key, byIntermediate);
  const certificate = decodeCertificate(der);
  assert.ok(certificate.ok);
  return certificate.value;
}

test('what is asked for is in the certificate, and our reader reads it', async () => {
  const { extensions, notBefore, notAfter, subject } = await issued({});
  assert.equal(subject.text, 'CN=www.contoso.com');
  assert.deepEqual([notBefore, notAfter], [content.notBefore, content.notAfter]);
  const names = extensions.subjectAlternativeName;
  assert.deepEqual(names?.ok === true && names.value.map(({ kind }) => kind), ['dns', 'ip', 'uri', 'email']);
  const usages = extensions.extendedKeyUsage;
  assert.deepEqual(usages?.ok === true && usages.value, ['1.3.6.1.5.5.7.3.1']);
});

test('null leaves an extension out, and no names leave no SAN', async () => {
  const nothing = { commonName: null, names: [], extendedKeyUsage: null, keyUsage: null, timestamps: 0 } as const;
  const { extensions, subject } = await issued({ ...nothing, crl: null, ocsp: null, issuer: null });
  assert.equal(subject.text, '');
  assert.equal(extensions.subjectAlternativeName, undefined);
  assert.equal(extensions.extendedKeyUsage, undefined);
  assert.equal(extensions.keyUsage, undefined);
});

for (const [signature, name] of [
  ['sha1', /sha1WithRSA/i],
  ['sha384', /sha384WithRSA/i],
  ['rsassa-pss', /rsassaPss/i],
] as const) {
  test(`signed with ${signature}`, async () => {
    const { der } = await issueFixtureCertificate({ ...content, signature }, key, {
      issuer: authority.intermediate,
      isPublic: true,
    });
    const certificate = new X509Certificate(der);
    assert.ok(certificate.verify(new X509Certificate(authority.intermediate.der).publicKey));
    assert.match(decodedAlgorithm(der), name);
  });
}

function decodedAlgorithm(der: Uint8Array): string {
  // 1.2.840.113549.1.1.x: 5 SHA-1, 12 SHA-384, 10 RSASSA-PSS.
  const hex = Buffer.from(der).toString('hex');
  const found = /06092a864886f70d0101(05|0c|0a)/.exec(hex)?.[1];
  return { '05': 'sha1WithRSA', '0c': 'sha384WithRSA', '0a': 'rsassaPss' }[found ?? ''] ?? '';
}

for (const kind of ['rsa-512', 'p-224', 'p-521', 'secp256k1', 'ed25519'] as const) {
  test(`a key of the kind ${kind} can be certified`, async () => {
    const other = await makeKeyPair(kind);
    const { der } = await issueFixtureCertificate(content, other, { issuer: authority.intermediate, isPublic: true });
    assert.ok(decodeCertificate(der).ok);
    assert.ok(Buffer.from(der).includes(Buffer.from(other.spki)));
  });
}

test('without an issuer it is self-signed', async () => {
  const { der } = await issueFixtureCertificate(content, key, undefined);
  const certificate = new X509Certificate(der);
  assert.equal(certificate.issuer, certificate.subject);
  assert.ok(certificate.verify(certificate.publicKey));
});
