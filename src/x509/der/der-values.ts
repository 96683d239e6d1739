import type { DerReader } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/** The bytes of a BIT STRING and the number of unused bits in the last one. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
}

/** Reads a BOOLEAN; a true other than 0xff is odd (X.690 §11.1). */
export function readBoolean(reader: DerReader, what: string, tag: number = derTags.boolean): boolean {
  const content = reader.content(tag, what);
  if (content.length !== 1)
    reader.fail('bad-length', `The BOOLEAN ${what} has ${content.length} bytes instead of one.`);
  const octet = content[0] ?? 0;
  if (octet !== 0 && octet !== 0xff) reader.note(`${what} is a BOOLEAN other than 00 and ff`);
  return octet !== 0;
}

/** Reads an INTEGER's content octets, sign and all; unneeded leading octets are odd (X.690 §8.3.2). */
export function readIntegerBytes(reader: DerReader, what: string, tag: number = derTags.integer): Uint8Array {
  const content = reader.content(tag, what);
  if (content.length === 0) reader.fail('bad-length', `The INTEGER ${what} is empty.`);
  const [first = 0, second = 0] = content;
  if (content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    reader.note(`${what} is an INTEGER with unneeded leading octets`);
  }
  return content;
}

/** Reads an INTEGER between 0 and 0xffffffff. */
export function readSmallInteger(reader: DerReader, what: string, tag: number = derTags.integer): number {
  const bytes = readIntegerBytes(reader, what, tag);
  let value = 0;
  for (const octet of bytes.subarray(0, 8)) value = value * 0x100 + octet;
  if (((bytes[0] ?? 0) & 0x80) !== 0) reader.fail('bad-value', `The INTEGER ${what} is negative.`);
  if (bytes.length > 8 || value > 0xffff_ffff) {
    reader.fail('bad-value', `The INTEGER ${what} of ${bytes.length} bytes is larger than 32 bits.`);
  }
  return value;
}

/** Reads a BIT STRING; bits set in the unused part are odd (X.690 §11.2.1). */
export function readBitString(reader: DerReader, what: string, tag: number = derTags.bitString): BitString {
  const content = reader.content(tag, what);
  const unusedBits = content[0] ?? 0;
  const bytes = content.subarray(1);
  if (content.length === 0) reader.fail('bad-length', `The BIT STRING ${what} lacks its count of unused bits.`);
  if (unusedBits > 7 || (unusedBits > 0 && bytes.length === 0)) {
    reader.fail('bad-value', `The BIT STRING ${what} has the impossible number of ${unusedBits} unused bits.`);
  }
  if (((bytes[bytes.length - 1] ?? 0) & ((1 << unusedBits) - 1)) !== 0) {
    reader.note(`${what} is a BIT STRING with unused bits set`);
  }
  return { bytes, unusedBits };
}

/** Reads a BIT STRING that holds whole bytes: a key or a signature. */
export function readWholeBytes(reader: DerReader, what: string): Uint8Array {
  const { bytes, unusedBits } = readBitString(reader, what);
  if (unusedBits !== 0) reader.fail('bad-value', `The ${what} is not a whole number of bytes.`);
  return bytes;
}

/** Reads a BIT STRING of named bits; trailing zero bits are odd (X.690 §11.2.2). */
export function readNamedBits(reader: DerReader, what: string, tag: number = derTags.bitString): Uint8Array {
  const { bytes, unusedBits } = readBitString(reader, what, tag);
  const last = bytes[bytes.length - 1];
  if (last !== undefined && ((last >> unusedBits) & 1) === 0) {
    reader.note(`${what} is a list of named bits with trailing zero bits`);
  }
  return bytes;
}
