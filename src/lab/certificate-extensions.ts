import 'reflect-metadata';
import { createHash } from 'node:crypto';

import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
} from '@peculiar/x509';

import { type CertificateProfile, keyUsageBits } from './certificate-profile.ts';
import { bmpString, booleanTrue, objectIdentifier, octetString, sequence, smallInteger } from './der.ts';

/** DER of each Extension that a profile asks for, in the order AD CS writes them. */
export function encodeExtensions(
  profile: CertificateProfile,
  keys: { readonly subject: Uint8Array; readonly issuer: Uint8Array },
): readonly Uint8Array[] {
  return [...standardExtensions(profile, keys), ...microsoftExtensions(profile), ...extraExtensions(profile)];
}

/** The leftmost 160 bits of a SHA-256 over the SubjectPublicKeyInfo: RFC 7093 §2, methods 1 and 4. */
export function keyIdentifier(spki: Uint8Array): Uint8Array {
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

function* standardExtensions(
  profile: CertificateProfile,
  keys: { readonly subject: Uint8Array; readonly issuer: Uint8Array },
): Generator<Uint8Array> {
  const { basicConstraints, keyUsage, extendedKeyUsage, subjectKeyIdentifier, authorityKeyIdentifier } = profile;
  if (keyUsage !== undefined) {
    const flags = keyUsage.reduce((sum, bit) => sum | (1 << keyUsageBits.indexOf(bit)), 0);
    yield raw(new KeyUsagesExtension(flags, true));
  }
  if (basicConstraints !== undefined) {
    yield raw(new BasicConstraintsExtension(basicConstraints.ca, basicConstraints.pathLength, true));
  }
  const names = [
    ...(profile.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(profile.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  if (names.length > 0) yield raw(new SubjectAlternativeNameExtension(names));
  if (extendedKeyUsage !== undefined) yield raw(new ExtendedKeyUsageExtension([...extendedKeyUsage]));
  if (subjectKeyIdentifier !== undefined) {
    yield raw(new SubjectKeyIdentifierExtension(hex(subjectKeyIdentifier, keys.subject)));
  }
  if (authorityKeyIdentifier !== undefined) {
    yield raw(new AuthorityKeyIdentifierExtension(hex(authorityKeyIdentifier, keys.issuer)));
  }
  if (profile.crlUrls !== undefined) yield raw(new CRLDistributionPointsExtension([...profile.crlUrls]));
  const { ocspUrls, issuerUrls } = profile;
  if (ocspUrls !== undefined || issuerUrls !== undefined) {
    yield raw(new AuthorityInfoAccessExtension({ ocsp: [...(ocspUrls ?? [])], caIssuers: [...(issuerUrls ?? [])] }));
  }
}

function* microsoftExtensions({ templateName, templateOid }: CertificateProfile): Generator<Uint8Array> {
  if (templateName !== undefined) {
    yield extension({ oid: '1.3.6.1.4.1.311.20.2', value: bmpString(templateName) });
  }
  if (templateOid !== undefined) {
    const template = sequence(objectIdentifier(templateOid), smallInteger(100), smallInteger(1));
    yield extension({ oid: '1.3.6.1.4.1.311.21.7', value: template });
  }
}

function extraExtensions({ extraExtensions: extra }: CertificateProfile): readonly Uint8Array[] {
  return (extra ?? []).map(extension);
}

function extension(parts: {
  readonly oid: string;
  readonly critical?: boolean;
  readonly value: Uint8Array;
}): Uint8Array {
  const critical = parts.critical === true ? [booleanTrue] : [];
  return sequence(objectIdentifier(parts.oid), ...critical, octetString(parts.value));
}

function raw(encoded: { readonly rawData: ArrayBuffer }): Uint8Array {
  return new Uint8Array(encoded.rawData);
}

function hex(identifier: 'derived' | Uint8Array, spki: Uint8Array): string {
  return Buffer.from(identifier === 'derived' ? keyIdentifier(spki) : identifier).toString('hex');
}
