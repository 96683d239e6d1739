import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Certificate, DecodeError, Extensions } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { extensionDecoders } from '../../src/x509/extensions/extension-decoders.ts';
import {
  bits,
  boolean,
  certificate,
  der,
  extension,
  hex,
  integer,
  name,
  nullValue,
  oid,
  sequence,
} from './build-der.ts';

type Name = keyof Extensions;

function decodeWith(extensionName: Name, value: Uint8Array): Certificate {
  const other = extension('1.2.3.4', nullValue);
  const decoded = decodeCertificate(
    certificate({ extensions: [extension(extensionDecoders[extensionName].oid, value), other] }),
  );
  assert.ok(decoded.ok);
  return decoded.value;
}

const uri = (text: string): Uint8Array => der(0x86, text);
const contoso = name(['2.5.4.3', 'contoso']);
const directory = { kind: 'directory', name: { der: contoso } } as const;

/** Name, content, what it decodes to (compared as far as given), and what is odd. */
const wellFormed: readonly (readonly [Name, Uint8Array, unknown, ...string[]])[] = [
  [
    'subjectAlternativeName',
    sequence(
      der(0x82, 'im.contoso.com'),
      der(0x87, hex('0a000001')),
      der(0x87, hex('20010db8000000000000000000000001')),
      der(0x81, 'a@contoso.com'),
      uri('sip:a@contoso.com'),
      der(0x88, hex('2a03')),
      der(0xa3, nullValue),
      der(0xa5, nullValue),
    ),
    [
      { kind: 'dns', text: 'im.contoso.com' },
      { kind: 'ip', bytes: hex('0a000001') },
      { kind: 'ip', bytes: hex('20010db8000000000000000000000001') },
      { kind: 'email', text: 'a@contoso.com' },
      { kind: 'uri', text: 'sip:a@contoso.com' },
      { kind: 'registered-id', oid: '1.2.3' },
      { kind: 'x400', der: der(0xa3, nullValue) },
      { kind: 'edi', der: der(0xa5, nullValue) },
    ],
  ],
  ['subjectAlternativeName', sequence(der(0xa4, contoso)), [directory]],
  [
    'subjectAlternativeName',
    sequence(der(0xa0, oid('1.3.6.1.4.1.311.20.2.3'), der(0xa0, der(0x0c, 'a@contoso')))),
    [{ kind: 'other', oid: '1.3.6.1.4.1.311.20.2.3' }],
  ],
  ['subjectAlternativeName', sequence(der(0x82, '')), [{ kind: 'dns', text: '' }]],
  [
    'subjectAlternativeName',
    sequence(der(0x82, 'm\u00fcller')),
    [{ kind: 'dns', text: 'm\u00fcller' }],
    'an ASCII string holds bytes above 7f, read as Latin-1',
  ],
  [
    'subjectAlternativeName',
    sequence(der(0x82, 'im.contoso.com\0.evil.test')),
    [{ kind: 'dns', text: 'im.contoso.com\0.evil.test' }],
    'a dNSName holds characters that no host name has',
    'a string holds control characters',
  ],
  [
    'subjectAlternativeName',
    sequence(der(0x82, 'https://im.contoso.com')),
    [{ kind: 'dns', text: 'https://im.contoso.com' }],
    'a dNSName holds characters that no host name has',
  ],
  [
    'subjectAlternativeName',
    sequence(der(0x82, '*.Im_1.contoso-x.com.')),
    [{ kind: 'dns', text: '*.Im_1.contoso-x.com.' }],
  ],
  [
    'subjectAlternativeName',
    sequence(uri('http://a\nb')),
    [{ kind: 'uri', text: 'http://a\nb' }],
    'a string holds control characters',
  ],
  ['issuerAlternativeName', sequence(uri('http://ca')), [{ kind: 'uri', text: 'http://ca' }]],
  ['keyUsage', bits(5, 0xa0), { bits: ['digitalSignature', 'keyEncipherment'], hex: 'a0' }],
  ['keyUsage', bits(7, 0x06, 0x80), { bits: ['keyCertSign', 'cRLSign', 'decipherOnly'], hex: '0680' }],
  ['keyUsage', bits(0, 0xa0), { hex: 'a0' }, 'keyUsage is a list of named bits with trailing zero bits'],
  ['keyUsage', bits(0), { bits: [], hex: '' }, 'keyUsage allows nothing'],
  ['keyUsage', bits(6, 0x80, 0x40), { bits: ['digitalSignature'] }, 'keyUsage has bits that are not defined'],
  [
    'extendedKeyUsage',
    sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2')),
    ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  ],
  ['basicConstraints', sequence(), { ca: false, pathLength: undefined }],
  ['basicConstraints', sequence(boolean(0xff), integer(0)), { ca: true, pathLength: 0 }],
  ['basicConstraints', sequence(boolean(0)), { ca: false }, 'cA is encoded as FALSE, its default'],
  ['basicConstraints', sequence(integer(3)), { ca: false, pathLength: 3 }, 'a path length without cA'],
  [
    'nameConstraints',
    sequence(der(0xa0, sequence(der(0x82, 'contoso.com'))), der(0xa1, sequence(der(0x87, hex('0a000000ff000000'))))),
    {
      permitted: [{ kind: 'dns', text: 'contoso.com' }],
      excluded: [{ kind: 'ip', bytes: hex('0a000000ff000000') }],
      hasMinimumOrMaximum: false,
    },
  ],
  [
    'nameConstraints',
    sequence(der(0xa0, sequence(der(0x82, 'a'), der(0x80, Uint8Array.of(1))))),
    { hasMinimumOrMaximum: true },
  ],
  [
    'nameConstraints',
    sequence(der(0xa0, sequence(der(0x82, 'a'), der(0x81, Uint8Array.of(0))))),
    { hasMinimumOrMaximum: true },
  ],
  [
    'nameConstraints',
    sequence(der(0xa0, sequence(der(0x82, 'a'), der(0x80, Uint8Array.of(0))))),
    { hasMinimumOrMaximum: false },
    'the minimum of a subtree is encoded as 0, its default',
  ],
  ['nameConstraints', sequence(), { permitted: [], excluded: [] }, 'nameConstraints constrain nothing'],
  [
    'authorityKeyIdentifier',
    sequence(der(0x80, 'id'), der(0xa1, der(0xa4, contoso)), der(0x82, Uint8Array.of(0, 0x80))),
    { keyIdentifier: Buffer.from('id'), authorityCertIssuer: [directory], authorityCertSerialNumber: { hex: '0080' } },
  ],
  ['authorityKeyIdentifier', sequence(), { keyIdentifier: undefined, authorityCertIssuer: undefined }],
  ['subjectKeyIdentifier', der(0x04, 'id'), Buffer.from('id')],
  [
    'crlDistributionPoints',
    sequence(
      sequence(der(0xa0, der(0xa0, uri('http://a/a.crl'), uri('ldap:///b')))),
      sequence(der(0xa0, der(0xa1, oid('2.5.4.3'))), der(0x81, Uint8Array.of(1, 0x06)), der(0xa2, der(0xa4, contoso))),
    ),
    [
      {
        fullName: [
          { kind: 'uri', text: 'http://a/a.crl' },
          { kind: 'uri', text: 'ldap:///b' },
        ],
        relativeName: undefined,
        reasons: undefined,
        crlIssuer: undefined,
      },
      { fullName: undefined, relativeName: der(0xa1, oid('2.5.4.3')), reasons: '06', crlIssuer: [directory] },
    ],
  ],
  [
    'freshestCrl',
    sequence(sequence(der(0xa0, der(0xa0, uri('http://d'))))),
    [{ fullName: [{ kind: 'uri', text: 'http://d' }] }],
  ],
  [
    'authorityInformationAccess',
    sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://ocsp'))),
    [{ method: '1.3.6.1.5.5.7.48.1', location: { kind: 'uri', text: 'http://ocsp' } }],
  ],
  [
    'subjectInformationAccess',
    sequence(sequence(oid('1.3.6.1.5.5.7.48.5'), uri('http://r'))),
    [{ method: '1.3.6.1.5.5.7.48.5' }],
  ],
  [
    'certificatePolicies',
    sequence(sequence(oid('2.23.140.1.2.1')), sequence(oid('1.2.3'), sequence(nullValue))),
    [
      { oid: '2.23.140.1.2.1', qualifiers: undefined },
      { oid: '1.2.3', qualifiers: sequence(nullValue) },
    ],
  ],
  [
    'policyConstraints',
    sequence(der(0x80, Uint8Array.of(2)), der(0x81, Uint8Array.of(0))),
    { requireExplicitPolicy: 2, inhibitPolicyMapping: 0 },
  ],
  ['policyConstraints', sequence(), { requireExplicitPolicy: undefined }, 'policyConstraints constrain nothing'],
  ['policyMappings', sequence(sequence(oid('1.2.3'), oid('1.2.4'))), [{ issuer: '1.2.3', subject: '1.2.4' }]],
  ['inhibitAnyPolicy', integer(1), 1],
  ['tlsFeature', sequence(integer(5), integer(17)), [5, 17]],
  ['signedCertificateTimestamps', der(0x04, 'sct'), Buffer.from('sct')],
  ['netscapeCertificateType', der(0x03, hex('0640')), ['sslServer']],
  [
    'netscapeCertificateType',
    der(0x03, hex('00c7')),
    ['sslClient', 'sslServer', 'sslCa', 'smimeCa', 'objectSigningCa'],
  ],
  [
    'netscapeCertificateType',
    der(0x03, hex('074080')),
    ['sslServer'],
    'a Netscape certificate type of more than eight bits',
  ],
  ['microsoftTemplateName', der(0x1e, '\0W\0e\0b\0S\0e\0r\0v\0e\0r'), 'WebServer'],
  ['microsoftTemplateName', der(0x0c, 'SubCA'), 'SubCA'],
  [
    'microsoftTemplate',
    sequence(oid('1.3.6.1.4.1.311.21.8.1'), integer(100), integer(4)),
    { oid: '1.3.6.1.4.1.311.21.8.1', majorVersion: 100, minorVersion: 4 },
  ],
  ['microsoftTemplate', sequence(oid('1.2.3')), { oid: '1.2.3', majorVersion: undefined, minorVersion: undefined }],
  ['microsoftApplicationPolicies', sequence(sequence(oid('1.3.6.1.5.5.7.3.1'))), ['1.3.6.1.5.5.7.3.1']],
  ['microsoftCaVersion', integer(0x03, 0x00, 0x02), { certificateIndex: 2, keyIndex: 3 }],
  ['microsoftPreviousCaHash', der(0x04, 'hash'), Buffer.from('hash')],
];

for (const [extensionName, value, expected, ...oddities] of wellFormed) {
  test(`decodes ${extensionName} ${Buffer.from(value).toString('hex').slice(0, 40)}`, () => {
    const decoded = decodeWith(extensionName, value);
    const found = decoded.extensions[extensionName];
    assert.ok(found?.ok, JSON.stringify(found));
    assertContains(found.value, expected);
    assert.deepEqual(
      decoded.oddities,
      oddities.map((message) => ({ where: extensionName, message })),
    );
    assert.deepEqual(decoded.malformedExtensions, []);
  });
}

const malformed: readonly (readonly [Name, Uint8Array, DecodeError['kind']])[] = [
  ['subjectAlternativeName', sequence(), 'bad-value'],
  ['subjectAlternativeName', sequence(der(0x87, hex('0a0000'))), 'bad-value'],
  ['subjectAlternativeName', sequence(der(0x87, hex('0a000000ff000000'))), 'bad-value'],
  ['subjectAlternativeName', sequence(der(0x89, 'x')), 'unexpected-tag'],
  ['subjectAlternativeName', sequence(der(0xa2, der(0x16, 'x'))), 'unexpected-tag'],
  ['subjectAlternativeName', sequence(der(0xa0, oid('1.2.3'))), 'truncated'],
  ['subjectAlternativeName', sequence(der(0xa4, contoso, nullValue)), 'trailing'],
  ['issuerAlternativeName', nullValue, 'unexpected-tag'],
  ['keyUsage', der(0x04, 'x'), 'unexpected-tag'],
  ['keyUsage', der(0x03), 'bad-length'],
  ['extendedKeyUsage', sequence(), 'bad-value'],
  ['extendedKeyUsage', sequence(integer(1)), 'unexpected-tag'],
  ['basicConstraints', sequence(boolean(0xff), integer(0xff)), 'bad-value'],
  ['basicConstraints', sequence(boolean(0xff), integer(0), integer(0)), 'trailing'],
  ['basicConstraints', Buffer.concat([sequence(), nullValue]), 'trailing'],
  ['nameConstraints', sequence(der(0xa0, sequence(der(0x87, hex('0a000001'))))), 'bad-value'],
  ['nameConstraints', sequence(der(0xa0)), 'bad-value'],
  ['nameConstraints', sequence(der(0xa2, sequence(der(0x82, 'a')))), 'trailing'],
  ['authorityKeyIdentifier', sequence(der(0x83, 'x')), 'trailing'],
  ['authorityKeyIdentifier', sequence(der(0xa1)), 'bad-value'],
  ['subjectKeyIdentifier', nullValue, 'unexpected-tag'],
  ['crlDistributionPoints', sequence(), 'bad-value'],
  ['crlDistributionPoints', sequence(sequence(der(0xa0))), 'truncated'],
  ['freshestCrl', sequence(sequence(der(0xa0, der(0xa2)))), 'unexpected-tag'],
  ['authorityInformationAccess', sequence(sequence(oid('1.2.3'))), 'unexpected-tag'],
  ['subjectInformationAccess', sequence(), 'bad-value'],
  ['certificatePolicies', sequence(), 'bad-value'],
  ['certificatePolicies', sequence(sequence(oid('1.2.3'), sequence(), nullValue)), 'trailing'],
  ['policyConstraints', sequence(der(0x80, Uint8Array.of(0xff))), 'bad-value'],
  ['policyMappings', sequence(sequence(oid('1.2.3'))), 'truncated'],
  ['inhibitAnyPolicy', integer(0xff), 'bad-value'],
  ['tlsFeature', sequence(nullValue), 'unexpected-tag'],
  ['signedCertificateTimestamps', nullValue, 'unexpected-tag'],
  ['netscapeCertificateType', integer(1), 'unexpected-tag'],
  ['microsoftTemplateName', nullValue, 'bad-value'],
  ['microsoftTemplateName', der(0x1e, 'odd'), 'bad-value'],
  ['microsoftTemplate', sequence(), 'truncated'],
  ['microsoftApplicationPolicies', sequence(oid('1.2.3')), 'unexpected-tag'],
  ['microsoftCaVersion', sequence(), 'unexpected-tag'],
  ['microsoftPreviousCaHash', integer(1), 'unexpected-tag'],
];

for (const [extensionName, value, kind] of malformed) {
  test(`calls ${extensionName} ${Buffer.from(value).toString('hex').slice(0, 40)} malformed and decodes the rest`, () => {
    const decoded = decodeWith(extensionName, value);
    const found = decoded.extensions[extensionName];
    assert.ok(found?.ok === false, JSON.stringify(found));
    assert.equal(found.error.kind, kind);
    assert.match(found.error.message, /^[A-Z].*\.$/);
    assert.deepEqual(
      decoded.malformedExtensions.map(({ name: malformedName }) => malformedName),
      [extensionName],
    );
    assert.equal(decoded.rawExtensions.length, 2);
  });
}

test('every extension is tried in both lists', () => {
  const all = Object.keys(extensionDecoders).sort();
  assert.deepEqual([...new Set(wellFormed.map(([one]) => one))].sort(), all);
  assert.deepEqual([...new Set(malformed.map(([one]) => one))].sort(), all);
});

test('an empty value of any extension is malformed and nothing else', () => {
  for (const extensionName of Object.keys(extensionDecoders) as Name[]) {
    const found = decodeWith(extensionName, new Uint8Array(0)).extensions[extensionName];
    assert.ok(found?.ok === false && found.error.kind === 'truncated', extensionName);
  }
});

test('an extension is decoded once: the answer stays the same object', () => {
  const { extensions } = decodeWith('keyUsage', bits(5, 0xa0));
  assert.equal(extensions.keyUsage, extensions.keyUsage);
});

/** Compares as far as `expected` goes: fields it does not name may be anything; bytes compare as bytes. */
function assertContains(found: unknown, expected: unknown): void {
  if (expected instanceof Uint8Array) {
    assert.ok(found instanceof Uint8Array);
    assert.equal(Buffer.from(found).toString('hex'), Buffer.from(expected).toString('hex'));
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(found));
    assert.equal(found.length, expected.length);
    expected.forEach((one, index) => {
      assertContains(found[index], one);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof found === 'object' && found !== null);
    for (const [key, value] of Object.entries(expected)) assertContains((found as Record<string, unknown>)[key], value);
  } else assert.equal(found, expected);
}
