import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';

import type {
  Certificate,
  DecodeError,
  Decoded,
  GeneralName,
  Name,
  NameAttribute,
} from '../../src/x509/certificate.ts';
import { formatIpAddress } from '../../src/model/ip-address.ts';
import { namesEqual } from '../../src/x509/names/names-equal.ts';
import { verifySignature } from '../../src/x509/keys/verify-signature.ts';
import { limboCorpus } from '../corpora.ts';
import { decodedCorpus, decodedRoots } from './corpus.ts';
import { compareAll, type Divergence, type Facts } from './oracle.ts';

/** Where Node (OpenSSL) reads a certificate of the corpus in another way. */
const divergences: readonly Divergence[] = [
  {
    field: 'subjectAlternativeName',
    reason:
      'a SAN with an IP address of an impossible length, an unknown tag or no SEQUENCE is malformed as a whole for us',
    applies: ({ extensions }, oracle) =>
      extensions.subjectAlternativeName?.ok === false && (oracle === null || /invalid length/.test(oracle ?? '')),
  },
  {
    field: 'subjectAlternativeName',
    reason:
      'Node reads the first of two SAN extensions (OpenSSL refuses the certificate later); for us both are malformed',
    applies: ({ extensions }) => isError(extensions.subjectAlternativeName, 'duplicate'),
  },
  {
    field: 'extendedKeyUsage',
    reason: 'a list of key purposes that is empty is malformed for us (RFC 5280 §4.2.1.12: SIZE (1..MAX))',
    applies: ({ extensions }, oracle) => isError(extensions.extendedKeyUsage, 'bad-value') && oracle === '',
  },
  ...['spki', 'bits', 'exponent'].map((field) => ({
    field,
    reason: 'an RSA key of no bytes: the certificate decodes for us, the key has no size; Node cannot hold it',
    applies: ({ publicKey }: Certificate, oracle: string | undefined) =>
      publicKey.subjectPublicKey.length === 0 && oracle?.startsWith('threw') === true,
  })),
];

test('agrees with crypto.X509Certificate on every field of the roots that Node trusts', () => {
  const certificates = decodedRoots();
  const { unexplained, fieldsCompared } = compareAll(certificates, ourFacts, nodeFacts, divergences);
  assert.deepEqual(unexplained, []);
  assert.ok(fieldsCompared > certificates.length * 10, `only ${fieldsCompared} fields were compared`);
});

test('agrees with crypto.X509Certificate on every field of every certificate of the corpus', {
  skip: limboCorpus.skip,
}, () => {
  const certificates = decodedCorpus();
  const { unexplained, healed, fieldsCompared } = compareAll(certificates, ourFacts, nodeFacts, divergences);
  assert.deepEqual(unexplained, []);
  assert.deepEqual(healed, [], 'these divergences are gone: take them off the list');
  assert.ok(fieldsCompared > certificates.length * 10, `only ${fieldsCompared} fields were compared`);
});

function ourFacts(certificate: Certificate): Facts {
  const { extensions, publicKey } = certificate;
  const keyUsage = extensions.keyUsage?.ok ? extensions.keyUsage.value.bits : undefined;
  const constraints = extensions.basicConstraints?.ok ? extensions.basicConstraints.value : undefined;
  const names = extensions.subjectAlternativeName?.ok ? extensions.subjectAlternativeName.value : undefined;
  return {
    serialNumber: () => `${BigInt(`0x${certificate.serialNumber.hex}`)}`,
    subject: () => multiline(certificate.subject),
    issuer: () => multiline(certificate.issuer),
    notBefore: () => certificate.notBefore.toISOString(),
    notAfter: () => certificate.notAfter.toISOString(),
    fingerprint: () => certificate.sha256,
    spki: () => Buffer.from(publicKey.spki).toString('hex'),
    bits: () => publicKey.bits?.toString(),
    exponent: () => publicKey.exponent,
    subjectAlternativeName: () => names?.map(nodeName).join(', '),
    extendedKeyUsage: () => (extensions.extendedKeyUsage?.ok ? extensions.extendedKeyUsage.value.join(' ') : undefined),
    ca: () => String(constraints?.ca === true && (keyUsage?.includes('keyCertSign') ?? true)),
    selfSignature: () => (namesEqual(certificate.subject, certificate.issuer) ? selfSignature(certificate) : undefined),
  };
}

function nodeFacts(certificate: Certificate): Facts {
  const node = new X509Certificate(certificate.der);
  return {
    serialNumber: () => `${BigInt(`0x${node.serialNumber}`)}`,
    subject: () => node.subject,
    issuer: () => node.issuer,
    notBefore: () => new Date(node.validFrom).toISOString(),
    notAfter: () => new Date(node.validTo).toISOString(),
    fingerprint: () => node.fingerprint256.replaceAll(':', '').toLowerCase(),
    spki: () => node.publicKey.export({ format: 'der', type: 'spki' }).toString('hex'),
    bits: () =>
      (
        node.publicKey.asymmetricKeyDetails?.modulusLength ??
        curveBits[node.publicKey.asymmetricKeyDetails?.namedCurve ?? '']
      )?.toString(),
    exponent: () => node.publicKey.asymmetricKeyDetails?.publicExponent?.toString(16),
    subjectAlternativeName: () => withoutStructures(node.subjectAltName),
    extendedKeyUsage: () => node.keyUsage?.join(' '),
    ca: () => String(node.ca),
    selfSignature: () =>
      namesEqual(certificate.subject, certificate.issuer) ? String(node.verify(node.publicKey)) : undefined,
  };
}

const curveBits: Readonly<Record<string, number>> = {
  prime192v1: 192,
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function isError(decoded: Decoded<unknown>, kind: DecodeError['kind']): boolean {
  return decoded?.ok === false && decoded.error.kind === kind;
}

function selfSignature({ tbs, signatureAlgorithm, signature, publicKey }: Certificate): string {
  const verdict = verifySignature({ signed: tbs, signatureAlgorithm, signature, publicKey });
  return verdict.ok ? String(verdict.value) : verdict.error.message;
}

/** As OpenSSL prints a name over several lines. */
function multiline(name: Name): string | undefined {
  const lines = name.relativeDistinguishedNames.map((attributes) => attributes.map(line).join(' + '));
  return lines.length === 0 ? undefined : lines.join('\n');
}

function line({ oid, text }: NameAttribute): string {
  return `${openSslNames[oid] ?? oid}=${(text ?? '').replace(/[",+<>;\\]/g, '\\$&')}`;
}

const openSslNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.15': 'businessCategory',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

function nodeName(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
      return `DNS:${quoted(name.text)}`;
    case 'ip':
      return `IP Address:${name.bytes.length === 4 ? formatIpAddress(name.bytes) : fullIpv6(name.bytes)}`;
    case 'email':
      return `email:${quoted(name.text)}`;
    case 'uri':
      return `URI:${quoted(name.text)}`;
    case 'registered-id':
      return `Registered ID:${name.oid}`;
    default:
      return name.kind;
  }
}

/** Names that OpenSSL prints in its own way are compared by their kind only. */
function withoutStructures(printed: string | undefined): string | undefined {
  return printed?.replace(/DirName:(?:"[^"]*"|[^,]*)/g, 'directory').replace(/othername:<unsupported>/g, 'other');
}

/** Node quotes what could be mistaken for the list it stands in. */
function quoted(text: string): string {
  return /^[ -~]*$/.test(text) && !/[",']/.test(text)
    ? text
    : JSON.stringify(text).replaceAll('\x7f', '\\u007f').replaceAll(',', '\\u002c');
}

function fullIpv6(bytes: Uint8Array): string {
  return Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
  )
    .join(':')
    .toUpperCase();
}
