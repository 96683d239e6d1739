import type { SerialNumber } from '../certificate.ts';
import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readIntegerBytes } from './der-values.ts';
import { hexOf } from './hex.ts';

/** Reads a CertificateSerialNumber. RFC 5280 §4.1.2.2: positive, at most 20 octets; anything else is accepted as odd. */
export function readSerialNumber(reader: DerReader, tag: number = derTags.integer): SerialNumber {
  const bytes = readIntegerBytes(reader, 'serial number', tag);
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  const isZero = bytes.every((octet) => octet === 0);
  if (isNegative) reader.note('the serial number is negative');
  if (isZero) reader.note('the serial number is zero');
  if (bytes.length > 20) reader.note(`the serial number has ${bytes.length} octets, more than 20`);
  return { hex: hexOf(bytes), isNegative, isZero };
}
