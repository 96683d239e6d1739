import type { KeyUsage, KeyUsageBit, NetscapeCertificateType } from '../certificate.ts';
import type { DerReader } from '../der/der-reader.ts';
import { readNamedBits, readSmallInteger } from '../der/der-values.ts';
import { hexOf } from '../der/hex.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readSequenceOf } from '../der/read-sequence-of.ts';

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

/** RFC 5280 §4.2.1.3; bits beyond the nine are ignored and recorded as odd. */
export function readKeyUsage(reader: DerReader): KeyUsage {
  const bytes = readNamedBits(reader, 'keyUsage');
  const isSet = (bit: number): boolean => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
  const bits = keyUsageBits.filter((_, bit) => isSet(bit));
  if (bits.length === 0) reader.note('keyUsage allows nothing');
  if (bytes.length > 2 || ((bytes[1] ?? 0) & 0x7f) !== 0) reader.note('keyUsage has bits that are not defined');
  return { bits, hex: hexOf(bytes) };
}

/** RFC 5280 §4.2.1.12. */
export function readExtendedKeyUsage(reader: DerReader): readonly string[] {
  return readSequenceOf(reader, 'extKeyUsage', (sequence) => readObjectIdentifier(sequence, 'key purpose'));
}

/** RFC 7633 §4.1. */
export function readTlsFeatures(reader: DerReader): readonly number[] {
  return readSequenceOf(reader, 'TLS features', (sequence) => readSmallInteger(sequence, 'TLS feature'));
}

const netscapeBits: readonly NetscapeCertificateType[] = [
  'sslClient',
  'sslServer',
  'smime',
  'objectSigning',
  'reserved',
  'sslCa',
  'smimeCa',
  'objectSigningCa',
];

/** Netscape's Certificate Extensions, version 3, netscape-cert-type. */
export function readNetscapeCertificateType(reader: DerReader): readonly NetscapeCertificateType[] {
  const [first = 0, ...more] = readNamedBits(reader, 'Netscape certificate type');
  if (more.length > 0) reader.note('a Netscape certificate type of more than eight bits');
  return netscapeBits.filter((_, bit) => (first & (0x80 >> bit)) !== 0);
}
