import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as peculiar from '@peculiar/x509';

import { encodeExtensions, keyIdentifier } from './certificate-extensions.ts';
import { type CertificateProfile, clientAuth, keyUsageBits, serverAuth } from './certificate-profile.ts';
import { encodeName } from './distinguished-name.ts';

/** What is forged by hand, as far as it is sound, is what the package writes, octet for octet. */

const spki = Buffer.from('subject key');
const issuerSpki = Buffer.from('issuer key');
const dates = { notBefore: new Date(0), notAfter: new Date(0) };

function written(profile: Partial<CertificateProfile>): readonly string[] {
  const whole = { subject: [], ...dates, ...profile };
  return encodeExtensions(whole, { subject: spki, issuer: issuerSpki }).map((der) => Buffer.from(der).toString('hex'));
}

function oracle(...extensions: readonly peculiar.Extension[]): readonly string[] {
  return extensions.map(({ rawData }) => Buffer.from(rawData).toString('hex'));
}

test('extensions', () => {
  const crlUrls = ['http://crl.contoso.com/1.crl', 'http://crl.contoso.com/2.crl'];
  const ocspUrls = ['http://ocsp.contoso.com/'];
  const issuerUrls = ['http://ca.contoso.com/a.crt', 'http://ca.contoso.com/b.crt'];
  const usages = peculiar.KeyUsageFlags;
  assert.deepEqual(
    written({
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      basicConstraints: { ca: true, pathLength: 3 },
      dnsNames: ['im.contoso.com', '*.contoso.com'],
      ipAddresses: ['192.0.2.7', '2001:db8::1'],
      extendedKeyUsage: [serverAuth, clientAuth, '1.3.6.1.4.1.311.10.3.4'],
      subjectKeyIdentifier: 'derived',
      authorityKeyIdentifier: Uint8Array.of(1, 2, 3),
      ...{ crlUrls, ocspUrls, issuerUrls },
    }),
    oracle(
      new peculiar.KeyUsagesExtension(usages.digitalSignature | usages.keyEncipherment, true),
      new peculiar.BasicConstraintsExtension(true, 3, true),
      new peculiar.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'im.contoso.com' },
        { type: 'dns', value: '*.contoso.com' },
        { type: 'ip', value: '192.0.2.7' },
        { type: 'ip', value: '2001:db8::1' },
      ]),
      new peculiar.ExtendedKeyUsageExtension([serverAuth, clientAuth, '1.3.6.1.4.1.311.10.3.4']),
      new peculiar.SubjectKeyIdentifierExtension(Buffer.from(keyIdentifier(spki)).toString('hex')),
      new peculiar.AuthorityKeyIdentifierExtension('010203'),
      new peculiar.CRLDistributionPointsExtension(crlUrls),
      new peculiar.AuthorityInfoAccessExtension({ ocsp: ocspUrls, caIssuers: issuerUrls }),
    ),
  );
});

test('basic constraints of a certificate that is not of a CA', () => {
  assert.deepEqual(
    written({ basicConstraints: { ca: false } }),
    oracle(new peculiar.BasicConstraintsExtension(false, undefined, true)),
  );
});

for (const bit of keyUsageBits) {
  test(`key usage of ${bit} alone`, () => {
    const flags = 1 << keyUsageBits.indexOf(bit);
    assert.deepEqual(written({ keyUsage: [bit] }), oracle(new peculiar.KeyUsagesExtension(flags, true)));
  });
}

for (const [what, ours, theirs] of [
  ['one attribute', [{ CN: 'im.contoso.com' }], [{ CN: [{ printableString: 'im.contoso.com' }] }]],
  ['what no PrintableString may hold', [{ CN: '*.contoso.com' }], [{ CN: [{ utf8String: '*.contoso.com' }] }]],
  ['letters beyond ASCII', [{ O: 'Contöso' }], [{ O: [{ utf8String: 'Contöso' }] }]],
  ['a BMPString', [{ CN: 'bmp:Zürich' }], [{ CN: [{ bmpString: 'Zürich' }] }]],
  [
    'several, in their order',
    [{ C: 'US' }, { ST: 'WA' }, { L: 'Redmond' }, { O: 'Contoso' }, { OU: 'a' }, { OU: 'b' }, { CN: 'x' }],
    [
      ...[{ C: [{ printableString: 'US' }] }, { ST: [{ printableString: 'WA' }] }],
      ...[{ L: [{ printableString: 'Redmond' }] }, { O: [{ printableString: 'Contoso' }] }],
      ...[{ OU: [{ printableString: 'a' }] }, { OU: [{ printableString: 'b' }] }, { CN: [{ printableString: 'x' }] }],
    ],
  ],
  ['a type by its number', [{ '2.5.4.5': '42' }], [{ '2.5.4.5': [{ printableString: '42' }] }]],
  ['the empty one', [], []],
] as const) {
  test(`a name: ${what}`, () => {
    const name = new peculiar.Name(theirs.map((each) => each) as unknown as peculiar.JsonName);
    assert.equal(Buffer.from(encodeName(ours)).toString('hex'), Buffer.from(name.toArrayBuffer()).toString('hex'));
  });
}
