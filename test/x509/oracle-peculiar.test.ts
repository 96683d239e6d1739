import 'reflect-metadata';

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  type Name as PeculiarName,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';

import type { Certificate, GeneralName, KeyUsageBit, Name } from '../../src/x509/certificate.ts';
import { hexOf } from '../../src/x509/der/hex.ts';
import { formatIpAddress } from '../../src/model/ip-address.ts';
import { limboCorpus } from '../corpora.ts';
import { decodedCorpus, decodedRoots } from './corpus.ts';
import { compareAll, type Divergence, type Facts } from './oracle.ts';

/** Where @peculiar/x509 reads a certificate of the corpus in another way. */
const divergences: readonly Divergence[] = [
  {
    field: 'serialNumber',
    reason: 'it leaves out the zero octet that makes a serial positive',
    applies: ({ serialNumber: { hex } }, oracle) => hex === `00${oracle}`,
  },
  {
    field: 'subjectAlternativeName',
    reason: 'what is malformed for us it throws for, or reads in part',
    applies: ({ extensions }) => extensions.subjectAlternativeName?.ok === false,
  },
  {
    field: 'subjectAlternativeName',
    reason: 'it lists no otherName of a kind it does not know',
    applies: ({ extensions }) =>
      extensions.subjectAlternativeName?.ok === true &&
      extensions.subjectAlternativeName.value.some(({ kind }) => kind === 'other'),
  },
  ...['keyUsage', 'extendedKeyUsage', 'basicConstraints', 'subjectKeyIdentifier', 'authorityKeyIdentifier'].map(
    (field) => ({
      field,
      reason: 'once an extension of the certificate made it throw, it lists no extension at all',
      applies: (certificate: Certificate, oracle: string | undefined) =>
        certificate.malformedExtensions.length > 0 && oracle === undefined,
    }),
  ),
  {
    field: 'extendedKeyUsage',
    reason: 'a list of key purposes that is empty is malformed for us (RFC 5280 §4.2.1.12: SIZE (1..MAX))',
    applies: ({ extensions }, oracle) => extensions.extendedKeyUsage?.ok === false && oracle === '',
  },
  {
    field: 'spki',
    reason: 'an RSA key of no bytes: the certificate decodes for us, the key has no size; it throws',
    applies: ({ publicKey }, oracle) => publicKey.subjectPublicKey.length === 0 && oracle?.startsWith('threw') === true,
  },
];

test('agrees with @peculiar/x509 on every field of the roots that Node trusts', () => {
  const certificates = decodedRoots();
  const { unexplained, fieldsCompared } = compareAll(certificates, ourFacts, peculiarFacts, divergences);
  assert.deepEqual(unexplained, []);
  assert.ok(fieldsCompared > certificates.length * 10, `only ${fieldsCompared} fields were compared`);
});

test('agrees with @peculiar/x509 on every field of every certificate of the corpus', { skip: limboCorpus.skip }, () => {
  const certificates = decodedCorpus();
  const { unexplained, healed, fieldsCompared } = compareAll(certificates, ourFacts, peculiarFacts, divergences);
  assert.deepEqual(unexplained, []);
  assert.deepEqual(healed, [], 'these divergences are gone: take them off the list');
  assert.ok(fieldsCompared > certificates.length * 10, `only ${fieldsCompared} fields were compared`);
});

function ourFacts({ extensions, ...certificate }: Certificate): Facts {
  const { keyUsage, extendedKeyUsage, basicConstraints, subjectKeyIdentifier, authorityKeyIdentifier } = extensions;
  return {
    serialNumber: () => certificate.serialNumber.hex,
    version: () => String(certificate.version),
    subject: () => nameText(certificate.subject),
    issuer: () => nameText(certificate.issuer),
    notBefore: () => certificate.notBefore.toISOString(),
    notAfter: () => certificate.notAfter.toISOString(),
    tbs: () => hexOf(certificate.tbs),
    signature: () => hexOf(certificate.signature),
    signatureAlgorithm: () => `${certificate.signatureAlgorithm.oid} ${certificate.tbsSignatureAlgorithm.oid}`,
    spki: () => hexOf(certificate.publicKey.spki),
    rawExtensions: () =>
      certificate.rawExtensions.map(({ oid, critical, value }) => `${oid} ${critical} ${hexOf(value)}`).join('\n'),
    subjectAlternativeName: () =>
      decodedValue(extensions.subjectAlternativeName)
        ?.map((name) => nameOfKind(name))
        .join('\n'),
    keyUsage: () => decodedValue(keyUsage)?.bits.join(' '),
    extendedKeyUsage: () => decodedValue(extendedKeyUsage)?.join(' '),
    basicConstraints: () => {
      const value = decodedValue(basicConstraints);
      return value === undefined ? undefined : `${value.ca} ${value.pathLength}`;
    },
    subjectKeyIdentifier: () => {
      const value = decodedValue(subjectKeyIdentifier);
      return value === undefined ? undefined : hexOf(value);
    },
    authorityKeyIdentifier: () => {
      const value = decodedValue(authorityKeyIdentifier);
      return value === undefined ? undefined : `${value.keyIdentifier && hexOf(value.keyIdentifier)}`;
    },
    certificatePolicies: () =>
      decodedValue(extensions.certificatePolicies)
        ?.map(({ oid }) => oid)
        .join(' '),
    crlDistributionPoints: () =>
      decodedValue(extensions.crlDistributionPoints)
        ?.map(({ fullName }) => fullName?.map(nameOfKind).join(' '))
        .join('\n'),
    authorityInformationAccess: () =>
      decodedValue(extensions.authorityInformationAccess)
        ?.map(({ method, location }) => `${method} ${nameOfKind(location)}`)
        .sort()
        .join('\n'),
  };
}

function decodedValue<T>(decoded: { ok: true; value: T } | { ok: false } | undefined): T | undefined {
  return decoded?.ok ? decoded.value : undefined;
}

function peculiarFacts({ der }: Certificate): Facts {
  const certificate = new X509Certificate(der);
  const asn = (certificate as unknown as { asn: PeculiarAsn }).asn;
  const extension = <T extends object>(kind: new (...args: never[]) => T): T | undefined =>
    certificate.extensions.find((one): one is never => (one as object) instanceof kind);
  return {
    serialNumber: () => certificate.serialNumber,
    version: () => String(asn.tbsCertificate.version + 1),
    subject: () => peculiarName(certificate.subjectName),
    issuer: () => peculiarName(certificate.issuerName),
    notBefore: () => certificate.notBefore.toISOString(),
    notAfter: () => certificate.notAfter.toISOString(),
    tbs: () => hexOf(new Uint8Array(asn.tbsCertificateRaw ?? new ArrayBuffer(0))),
    signature: () => hexOf(new Uint8Array(certificate.signature)),
    signatureAlgorithm: () => `${asn.signatureAlgorithm.algorithm} ${asn.tbsCertificate.signature.algorithm}`,
    spki: () => hexOf(new Uint8Array(certificate.publicKey.rawData)),
    rawExtensions: () =>
      (asn.tbsCertificate.extensions ?? [])
        .map(({ extnID, critical, extnValue }) => `${extnID} ${critical} ${hexOf(new Uint8Array(extnValue.buffer))}`)
        .join('\n'),
    subjectAlternativeName: () =>
      extension(SubjectAlternativeNameExtension)
        ?.names.items.map(({ type, value }) => (type === 'dn' ? type : `${type} ${value}`))
        .join('\n'),
    keyUsage: () => {
      const usages = extension(KeyUsagesExtension)?.usages;
      return usages === undefined ? undefined : keyUsageBits.filter((_, bit) => (usages & (1 << bit)) !== 0).join(' ');
    },
    extendedKeyUsage: () => extension(ExtendedKeyUsageExtension)?.usages.join(' '),
    basicConstraints: () => {
      const value = extension(BasicConstraintsExtension);
      return value && `${value.ca} ${value.pathLength}`;
    },
    subjectKeyIdentifier: () => extension(SubjectKeyIdentifierExtension)?.keyId,
    authorityKeyIdentifier: () => {
      const value = extension(AuthorityKeyIdentifierExtension);
      return value && `${value.keyId}`;
    },
    certificatePolicies: () => extension(CertificatePolicyExtension)?.policies.join(' '),
    crlDistributionPoints: () =>
      extension(CRLDistributionPointsExtension)
        ?.distributionPoints.map(({ distributionPoint }) =>
          distributionPoint?.fullName
            ?.map((name) => name.uniformResourceIdentifier && `url ${name.uniformResourceIdentifier}`)
            .join(' '),
        )
        .join('\n'),
    authorityInformationAccess: () => {
      const value = extension(AuthorityInfoAccessExtension);
      return (
        value &&
        [
          ...value.ocsp.map((name) => `1.3.6.1.5.5.7.48.1 ${name.type} ${name.value}`),
          ...value.caIssuers.map((name) => `1.3.6.1.5.5.7.48.2 ${name.type} ${name.value}`),
        ]
          .sort()
          .join('\n')
      );
    },
  };
}

interface PeculiarAsn {
  readonly tbsCertificateRaw?: ArrayBuffer;
  readonly signatureAlgorithm: { readonly algorithm: string };
  readonly tbsCertificate: {
    readonly version: number;
    readonly signature: { readonly algorithm: string };
    readonly extensions?: readonly {
      readonly extnID: string;
      readonly critical: boolean;
      readonly extnValue: { readonly buffer: ArrayBuffer };
    }[];
  };
}

const keyUsageBits: readonly KeyUsageBit[] = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** A name as `OID=text` in order, `+` inside a relative distinguished name. */
function nameText({ relativeDistinguishedNames }: Name): string {
  return relativeDistinguishedNames
    .map((attributes) => attributes.map(({ oid, text }) => `${peculiarNames[oid] ?? oid}=${text}`).join('+'))
    .join('\n');
}

function peculiarName(name: PeculiarName): string {
  return name
    .toJSON()
    .map((attributes) =>
      Object.entries(attributes)
        .flatMap(([type, values]) => values.map((value) => `${type}=${value}`))
        .join('+'),
    )
    .join('\n');
}

const peculiarNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.5': '2.5.4.5',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
};

function nameOfKind(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
      return `dns ${name.text}`;
    case 'email':
      return `email ${name.text}`;
    case 'uri':
      return `url ${name.text}`;
    case 'ip':
      return `ip ${formatIpAddress(name.bytes)}`;
    case 'registered-id':
      return `id ${name.oid}`;
    case 'directory':
      return 'dn';
    default:
      return name.kind;
  }
}
