import type {
  AccessDescription,
  AuthorityKeyIdentifier,
  DistributionPoint,
  Extensions,
  GeneralName,
  KeyUsage,
  KeyUsageBit,
  NameConstraints,
} from './certificate.ts';
import type { DerReader } from './der-reader.ts';
import { constructed, derTags, primitive } from './der-tags.ts';
import { readBoolean, readNamedBits, readSmallInteger } from './der-values.ts';
import { hexOf } from './hex.ts';
import { readObjectIdentifier } from './object-identifier.ts';
import { rangeLengths, readGeneralName, readGeneralNames } from './read-general-names.ts';
import { readSerialNumber } from './read-serial-number.ts';
import { decodeString } from './read-string.ts';

/** What an extension decodes to when it is there and well formed. */
type Value<K extends keyof Extensions> = Extract<Extensions[K], { readonly ok: true }>['value'];

/** Reads the content of extnValue; the caller refuses what is left over. */
export type ExtensionDecoder<T> = (reader: DerReader) => T;

/** Every extension we read: its OID and how. */
export const extensionDecoders: {
  readonly [K in keyof Extensions]-?: { readonly oid: string; readonly decode: ExtensionDecoder<Value<K>> };
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

/** RFC 5280 §4.2.1.3; bits beyond the nine are ignored and named as odd. */
function readKeyUsage(reader: DerReader): KeyUsage {
  const bytes = readNamedBits(reader, 'keyUsage');
  const isSet = (bit: number): boolean => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  const bits = keyUsageBits.filter((_, bit) => isSet(bit));
  if (bits.length === 0) reader.note('keyUsage allows nothing');
  if (bytes.length > 2 || ((bytes[1] ?? 0) & 0x7f) !== 0) reader.note('keyUsage has bits that are not defined');
  return { bits, hex: hexOf(bytes) };
}

function readExtendedKeyUsage(reader: DerReader): readonly string[] {
  return readSequenceOf(reader, 'extKeyUsage', (sequence) => readObjectIdentifier(sequence, 'key purpose'));
}

/** RFC 5280 §4.2.1.9; `cA` written out as false and a path length without `cA` are odd. */
function readBasicConstraints(reader: DerReader): Value<'basicConstraints'> {
  const sequence = reader.enter(derTags.sequence, 'basicConstraints');
  const hasCa = sequence.nextTag === derTags.boolean;
  const ca = hasCa && readBoolean(sequence, 'cA');
  if (hasCa && !ca) sequence.note('cA is written out as FALSE, its default');
  const pathLength = sequence.hasMore ? readSmallInteger(sequence, 'pathLenConstraint') : undefined;
  if (pathLength !== undefined && !ca) sequence.note('a path length without cA');
  sequence.finish('basicConstraints');
  return { ca, pathLength };
}

/** RFC 5280 §4.2.1.10. */
function readNameConstraints(reader: DerReader): NameConstraints {
  const sequence = reader.enter(derTags.sequence, 'nameConstraints');
  if (!sequence.hasMore) sequence.note('nameConstraints constrain nothing');
  const permitted = readSubtrees(sequence, 0);
  const excluded = readSubtrees(sequence, 1);
  sequence.finish('nameConstraints');
  return {
    permitted: permitted.names,
    excluded: excluded.names,
    hasMinimumOrMaximum: permitted.hasMinimumOrMaximum || excluded.hasMinimumOrMaximum,
  };
}

function readSubtrees(reader: DerReader, number: 0 | 1): { names: GeneralName[]; hasMinimumOrMaximum: boolean } {
  const names: GeneralName[] = [];
  let hasMinimumOrMaximum = false;
  const subtrees = reader.enterOptional(constructed(number), 'subtrees of nameConstraints');
  if (subtrees !== undefined && !subtrees.hasMore) subtrees.fail('bad-value', 'A list of subtrees is empty.');
  while (subtrees?.hasMore) {
    const subtree = subtrees.enter(derTags.sequence, 'subtree');
    names.push(readGeneralName(subtree, 'base of a subtree', rangeLengths));
    if (subtree.nextTag === primitive(0)) {
      const minimum = readSmallInteger(subtree, 'minimum of a subtree', primitive(0));
      if (minimum === 0) subtree.note('the minimum of a subtree is written out as 0, its default');
      hasMinimumOrMaximum ||= minimum !== 0;
    }
    if (subtree.nextTag === primitive(1)) {
      readSmallInteger(subtree, 'maximum of a subtree', primitive(1));
      hasMinimumOrMaximum = true;
    }
    subtree.finish('subtree');
  }
  return { names, hasMinimumOrMaximum };
}

/** RFC 5280 §4.2.1.1. */
function readAuthorityKeyIdentifier(reader: DerReader): AuthorityKeyIdentifier {
  const sequence = reader.enter(derTags.sequence, 'authorityKeyIdentifier');
  const keyIdentifier = sequence.nextTag === primitive(0) ? sequence.content(primitive(0), 'keyIdentifier') : undefined;
  const authorityCertIssuer =
    sequence.nextTag === constructed(1) ? readGeneralNames(sequence, 'authorityCertIssuer', constructed(1)) : undefined;
  const authorityCertSerialNumber =
    sequence.nextTag === primitive(2) ? readSerialNumber(sequence, primitive(2)) : undefined;
  sequence.finish('authorityKeyIdentifier');
  return { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber };
}

/** RFC 5280 §4.2.1.13. */
function readDistributionPoints(reader: DerReader): readonly DistributionPoint[] {
  return readSequenceOf(reader, 'distribution points', (sequence) => {
    const point = sequence.enter(derTags.sequence, 'distribution point');
    const name = point.enterOptional(constructed(0), 'name of a distribution point');
    const isRelative = name?.nextTag === constructed(1);
    const relativeName = isRelative ? name?.element('name relative to the CRL issuer').der : undefined;
    const fullName =
      name === undefined || isRelative
        ? undefined
        : readGeneralNames(name, 'name of a distribution point', constructed(0));
    name?.finish('name of a distribution point');
    const reasons = point.nextTag === primitive(1) ? hexOf(readNamedBits(point, 'reasons', primitive(1))) : undefined;
    const crlIssuer =
      point.nextTag === constructed(2) ? readGeneralNames(point, 'cRLIssuer', constructed(2)) : undefined;
    point.finish('distribution point');
    return { fullName, relativeName, reasons, crlIssuer };
  });
}

/** RFC 5280 §4.2.2.1. */
function readAccessDescriptions(reader: DerReader): readonly AccessDescription[] {
  return readSequenceOf(reader, 'access descriptions', (sequence) => {
    const description = sequence.enter(derTags.sequence, 'access description');
    const method = readObjectIdentifier(description, 'access method');
    const location = readGeneralName(description, 'access location');
    description.finish('access description');
    return { method, location };
  });
}

/** RFC 5280 §4.2.1.4; qualifiers stay as they are. */
function readPolicies(reader: DerReader): Value<'certificatePolicies'> {
  return readSequenceOf(reader, 'policies', (sequence) => {
    const policy = sequence.enter(derTags.sequence, 'policy');
    const oid = readObjectIdentifier(policy, 'policy');
    const qualifiers = policy.hasMore ? policy.element('policy qualifiers').der : undefined;
    policy.finish('policy');
    return { oid, qualifiers };
  });
}

/** RFC 5280 §4.2.1.11. */
function readPolicyConstraints(reader: DerReader): Value<'policyConstraints'> {
  const sequence = reader.enter(derTags.sequence, 'policyConstraints');
  if (!sequence.hasMore) sequence.note('policyConstraints constrain nothing');
  const optional = (number: 0 | 1, what: string): number | undefined =>
    sequence.nextTag === primitive(number) ? readSmallInteger(sequence, what, primitive(number)) : undefined;
  const requireExplicitPolicy = optional(0, 'requireExplicitPolicy');
  const inhibitPolicyMapping = optional(1, 'inhibitPolicyMapping');
  sequence.finish('policyConstraints');
  return { requireExplicitPolicy, inhibitPolicyMapping };
}

/** RFC 5280 §4.2.1.5. */
function readPolicyMappings(reader: DerReader): Value<'policyMappings'> {
  return readSequenceOf(reader, 'policy mappings', (sequence) => {
    const mapping = sequence.enter(derTags.sequence, 'policy mapping');
    const issuer = readObjectIdentifier(mapping, 'issuer policy');
    const subject = readObjectIdentifier(mapping, 'subject policy');
    mapping.finish('policy mapping');
    return { issuer, subject };
  });
}

/** RFC 7633 §4.1. */
function readTlsFeatures(reader: DerReader): readonly number[] {
  return readSequenceOf(reader, 'TLS features', (sequence) => readSmallInteger(sequence, 'TLS feature'));
}

/** A BMPString by the book, which is no oddity here; other string types are read as well. */
function readTemplateName(reader: DerReader): string {
  const element = reader.element('template name');
  const text = decodeString(element, reader, { bmpIsUsual: true });
  if (text === undefined) reader.fail('bad-value', 'The template name is not a readable string.');
  return text ?? '';
}

/** [MS-WCCE] §2.2.2.7.7.2: template OID and its version. */
function readTemplate(reader: DerReader): Value<'microsoftTemplate'> {
  const sequence = reader.enter(derTags.sequence, 'certificate template');
  const oid = readObjectIdentifier(sequence, 'certificate template');
  const majorVersion = sequence.hasMore ? readSmallInteger(sequence, 'major version of the template') : undefined;
  const minorVersion = sequence.hasMore ? readSmallInteger(sequence, 'minor version of the template') : undefined;
  sequence.finish('certificate template');
  return { oid, majorVersion, minorVersion };
}

/** [MS-WCCE] §2.2.2.7.5: the low word counts certificates, the high word keys. */
function readCaVersion(reader: DerReader): Value<'microsoftCaVersion'> {
  const version = readSmallInteger(reader, 'CA version');
  return { certificateIndex: version & 0xffff, keyIndex: version >>> 16 };
}

/** Reads a SEQUENCE OF that must hold at least one. */
function readSequenceOf<T>(reader: DerReader, what: string, readOne: (sequence: DerReader) => T): readonly T[] {
  const values: T[] = [];
  const sequence = reader.enter(derTags.sequence, what);
  if (!sequence.hasMore) sequence.fail('bad-value', `The list of ${what} is empty.`);
  while (sequence.hasMore) values.push(readOne(sequence));
  return values;
}
