import type { Extensions } from '../certificate.ts';
import { readBasicConstraints, readNameConstraints } from './constraint-extensions.ts';
import type { DecodedExtension } from './decoded-extension.ts';
import type { DerReader } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readSmallInteger } from '../der/der-values.ts';
import { readCaVersion, readTemplate, readTemplateName } from './microsoft-extensions.ts';
import { readAccessDescriptions, readAuthorityKeyIdentifier, readDistributionPoints } from './pointer-extensions.ts';
import { readPolicies, readPolicyConstraints, readPolicyMappings } from './policy-extensions.ts';
import { readGeneralNames } from '../names/read-general-names.ts';
import {
  readExtendedKeyUsage,
  readKeyUsage,
  readNetscapeCertificateType,
  readTlsFeatures,
} from './usage-extensions.ts';

/** Reads the content of extnValue; the caller refuses trailing bytes. */
export type ExtensionDecoder<T> = (reader: DerReader) => T;

/** Every extension that we read: its OID and its decoder. */
export const extensionDecoders: {
  readonly [K in keyof Extensions]-?: { readonly oid: string; readonly decode: ExtensionDecoder<DecodedExtension<K>> };
} = {
  subjectAlternativeName: { oid: '2.5.29.17', decode: (reader) => readGeneralNames(reader, 'subjectAltName') },
  issuerAlternativeName: { oid: '2.5.29.18', decode: (reader) => readGeneralNames(reader, 'issuerAltName') },
  keyUsage: { oid: '2.5.29.15', decode: readKeyUsage },
  extendedKeyUsage: { oid: '2.5.29.37', decode: readExtendedKeyUsage },
  basicConstraints: { oid: '2.5.29.19', decode: readBasicConstraints },
  nameConstraints: { oid: '2.5.29.30', decode: readNameConstraints },
  authorityKeyIdentifier: { oid: '2.5.29.35', decode: readAuthorityKeyIdentifier },
  subjectKeyIdentifier: {
    oid: '2.5.29.14',
    decode: (reader) => reader.content(derTags.octetString, 'subjectKeyIdentifier'),
  },
  crlDistributionPoints: { oid: '2.5.29.31', decode: readDistributionPoints },
  freshestCrl: { oid: '2.5.29.46', decode: readDistributionPoints },
  authorityInformationAccess: { oid: '1.3.6.1.5.5.7.1.1', decode: readAccessDescriptions },
  subjectInformationAccess: { oid: '1.3.6.1.5.5.7.1.11', decode: readAccessDescriptions },
  certificatePolicies: { oid: '2.5.29.32', decode: readPolicies },
  policyConstraints: { oid: '2.5.29.36', decode: readPolicyConstraints },
  policyMappings: { oid: '2.5.29.33', decode: readPolicyMappings },
  inhibitAnyPolicy: {
    oid: '2.5.29.54',
    decode: (reader) => readSmallInteger(reader, 'skip count of inhibitAnyPolicy'),
  },
  tlsFeature: { oid: '1.3.6.1.5.5.7.1.24', decode: readTlsFeatures },
  signedCertificateTimestamps: {
    oid: '1.3.6.1.4.1.11129.2.4.2',
    decode: (reader) => reader.content(derTags.octetString, 'list of signed certificate timestamps'),
  },
  netscapeCertificateType: { oid: '2.16.840.1.113730.1.1', decode: readNetscapeCertificateType },
  microsoftTemplateName: { oid: '1.3.6.1.4.1.311.20.2', decode: readTemplateName },
  microsoftTemplate: { oid: '1.3.6.1.4.1.311.21.7', decode: readTemplate },
  microsoftApplicationPolicies: {
    oid: '1.3.6.1.4.1.311.21.10',
    decode: (reader) => readPolicies(reader).map(({ oid }) => oid),
  },
  microsoftCaVersion: { oid: '1.3.6.1.4.1.311.21.1', decode: readCaVersion },
  microsoftPreviousCaHash: {
    oid: '1.3.6.1.4.1.311.21.2',
    decode: (reader) => reader.content(derTags.octetString, 'hash of the previous CA certificate'),
  },
};
