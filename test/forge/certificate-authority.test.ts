import 'reflect-metadata';
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import * as peculiar from '@peculiar/x509';

import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from './certificate-authority.ts';
import { clientAuth, type SignatureAlgorithm, serverAuth } from './certificate-profile.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';

const now = new Date('2026-11-22T12:00:00Z');
const authority: CertificateAuthority = await createAuthority({ organization: 'Contoso', now });
const key: KeyPair = await makeKeyPair('rsa-2048');

test('a leaf links by names, key identifiers and signatures to the intermediate and the root', () => {
  const leaf = new X509Certificate(issueServerCertificate(authority, key, { names: ['im.contoso.com'] }).der);
  const intermediate = new X509Certificate(authority.intermediate.der);
  const root = new X509Certificate(authority.root.der);
  assert.ok(leaf.checkIssued(intermediate) && leaf.verify(intermediate.publicKey));
  assert.ok(intermediate.checkIssued(root) && intermediate.verify(root.publicKey));
  assert.ok(root.checkIssued(root) && root.verify(root.publicKey));
  assert.ok(intermediate.ca && root.ca && !leaf.ca);
});

test('a server certificate says what the requirement demands', () => {
  const { der } = issueServerCertificate(authority, key, { names: ['im.contoso.com', 'as.im.contoso.com'] });
  const leaf = new peculiar.X509Certificate(Buffer.from(der));
  assert.equal(leaf.subject, 'O=Contoso, CN=im.contoso.com');
  const extension = (oid: string): string =>
    Buffer.from(leaf.getExtension(oid)?.value ?? new ArrayBuffer(0)).toString('hex');
  assert.equal(extension('2.5.29.15'), '030205a0');
  assert.equal(leaf.getExtension('2.5.29.15')?.critical, true);
  assert.deepEqual([...(leaf.getExtension(peculiar.ExtendedKeyUsageExtension)?.usages ?? [])], [serverAuth]);
  assert.deepEqual(
    leaf.getExtension(peculiar.SubjectAlternativeNameExtension)?.names.items.map(({ value }) => value),
    ['im.contoso.com', 'as.im.contoso.com'],
  );
  assert.match(extension('1.3.6.1.4.1.311.21.7'), /^30/);
  assert.equal(extension('1.3.6.1.4.1.311.20.2'), '');
});

test('the name of a version 1 template is a BMPString', () => {
  const { der } = issueServerCertificate(authority, key, { names: ['a.test'], changes: { templateName: 'WebServer' } });
  const value = new peculiar.X509Certificate(Buffer.from(der)).getExtension('1.3.6.1.4.1.311.20.2')?.value;
  assert.equal(Buffer.from(value ?? new ArrayBuffer(0)).toString('hex'), '1e12005700650062005300650072007600650072');
});

test('a certificate of version 1 has no version field and no extensions', () => {
  const { der } = issueServerCertificate(authority, key, { names: ['a.test'], changes: { version: 1 } });
  const leaf = new peculiar.X509Certificate(Buffer.from(der));
  assert.deepEqual(leaf.extensions, []);
  assert.ok(!Buffer.from(der).includes(Buffer.from('a003020102', 'hex')));
  assert.ok(new X509Certificate(der).verify(new X509Certificate(authority.intermediate.der).publicKey));
});

test('several common names, missing extensions and foreign identifiers are written as asked', () => {
  const { der } = issueServerCertificate(authority, key, {
    names: ['a.test'],
    changes: {
      subject: [{ CN: 'first.test' }, { CN: 'a.test' }],
      authorityKeyIdentifier: Uint8Array.of(1, 2, 3),
      extendedKeyUsage: [clientAuth],
    },
    without: ['dnsNames', 'keyUsage', 'crlUrls'],
  });
  const leaf = new peculiar.X509Certificate(Buffer.from(der));
  assert.equal(leaf.subject, 'CN=first.test, CN=a.test');
  assert.equal(leaf.getExtension(peculiar.AuthorityKeyIdentifierExtension)?.keyId, '010203');
  assert.deepEqual([...(leaf.getExtension(peculiar.ExtendedKeyUsageExtension)?.usages ?? [])], [clientAuth]);
  for (const oid of ['2.5.29.17', '2.5.29.15', '2.5.29.31']) assert.equal(leaf.getExtension(oid), null);
});

test('two certificates that differ in nothing but an extension differ in their serial numbers', () => {
  const one = new X509Certificate(issueServerCertificate(authority, key, { names: ['a.test'] }).der);
  const other = new X509Certificate(
    issueServerCertificate(authority, key, { names: ['a.test'], without: ['crlUrls'] }).der,
  );
  assert.notEqual(one.serialNumber, other.serialNumber);
});

for (const signatureAlgorithm of ['md5', 'sha1', 'sha384', 'rsassa-pss-sha256'] satisfies SignatureAlgorithm[]) {
  test(`an RSA authority signs with ${signatureAlgorithm}, and OpenSSL verifies it`, () => {
    const issuer = issueIntermediate(authority, key, { organization: 'Contoso', name: 'RSA CA' });
    const leaf = issueServerCertificate(authority, key, { names: ['a.test'], changes: { signatureAlgorithm }, issuer });
    assert.ok(new X509Certificate(leaf.der).verify(new X509Certificate(issuer.der).publicKey));
  });
}

test('dates from 2050 on are written as GeneralizedTime', () => {
  const notAfter = new Date('2051-03-04T05:06:07Z');
  const { der } = issueServerCertificate(authority, key, { names: ['a.test'], changes: { notAfter } });
  assert.ok(Buffer.from(der).includes('20510304050607Z'));
  assert.equal(new X509Certificate(der).validTo, 'Mar  4 05:06:07 2051 GMT');
});
