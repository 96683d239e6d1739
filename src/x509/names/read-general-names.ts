import type { GeneralName } from '../certificate.ts';
import type { DerReader } from '../der/der-reader.ts';
import { constructed, derTags, primitive } from '../der/der-tags.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readName } from './read-name.ts';
import { asciiText, latin1Text } from '../der/read-string.ts';

/** Lengths of an iPAddress: an address, or in name constraints an address and a mask (RFC 5280 §4.2.1.6, §4.2.1.10). */
const addressLengths = [4, 16] as const;
export const rangeLengths = [8, 32] as const;

/** Reads GeneralNames, at least one. */
export function readGeneralNames(reader: DerReader, what: string, tag: number = derTags.sequence): GeneralName[] {
  const names: GeneralName[] = [];
  const sequence = reader.enter(tag, what);
  if (!sequence.hasMore) sequence.fail('bad-value', `The ${what} holds no name.`);
  while (sequence.hasMore) names.push(readGeneralName(sequence, what));
  return names;
}

/** Reads one GeneralName; `ipLengths`: allowed lengths of an iPAddress. */
export function readGeneralName(
  reader: DerReader,
  what: string,
  ipLengths: readonly number[] = addressLengths,
): GeneralName {
  const tag = reader.nextTag;
  switch (tag) {
    case primitive(1):
      return { kind: 'email', text: asciiText(reader.content(tag, what), reader) };
    case primitive(2):
      return { kind: 'dns', text: readHostName(reader, what) };
    case primitive(6):
      return { kind: 'uri', text: asciiText(reader.content(tag, what), reader) };
    case primitive(7):
      return readAddress(reader, what, ipLengths);
    case primitive(8):
      return { kind: 'registered-id', oid: readObjectIdentifier(reader, what, tag) };
    case constructed(0):
      return readOtherName(reader, what);
    case constructed(3):
      return { kind: 'x400', der: reader.element(what).der };
    case constructed(4):
      return readDirectoryName(reader, what);
    case constructed(5):
      return { kind: 'edi', der: reader.element(what).der };
    default:
      if (tag === -1) reader.fail('unexpected-tag', `The ${what} is missing.`);
      else reader.refuse('unexpected-tag', `The ${what} holds a name of a kind that does not exist (tag ${tag}).`);
      reader.element(what);
      return { kind: 'dns', text: '' };
  }
}

/** A NUL in a host name once made `im.contoso.com\0.evil.test` pass for `im.contoso.com` (CVE-2009-2408). */
function readHostName(reader: DerReader, what: string): string {
  const bytes = reader.content(primitive(2), what);
  const text = latin1Text(bytes);
  if (hostName.test(text)) return text;
  if (otherThanHostName.test(text)) reader.note('a dNSName holds characters that no host name has');
  return asciiText(bytes, reader);
}

/** Letters, digits, `-`, `.`, and `*` and `_`, which certificates have too; bytes beyond ASCII have their own oddity. */
const hostName = /^[A-Za-z0-9.*_-]*$/;
const otherThanHostName = /[^A-Za-z0-9.*_\u0080-\u00ff-]/;

function readAddress(reader: DerReader, what: string, lengths: readonly number[]): GeneralName {
  const bytes = reader.content(primitive(7), what);
  if (!lengths.includes(bytes.length)) {
    reader.refuse(
      'bad-value',
      `The ${what} holds an IP address of ${bytes.length} bytes, not ${lengths.join(' or ')}.`,
    );
  }
  return { kind: 'ip', bytes };
}

function readOtherName(reader: DerReader, what: string): GeneralName {
  const start = reader.offset;
  const other = reader.enter(constructed(0), what);
  const oid = readObjectIdentifier(other, 'type of an otherName');
  const explicit = other.enter(constructed(0), 'value of an otherName');
  explicit.element('value of an otherName');
  explicit.finish('value of an otherName');
  other.finish('otherName');
  return { kind: 'other', oid, der: reader.since(start) };
}

/** Name is a CHOICE, so the tag is explicit here too. */
function readDirectoryName(reader: DerReader, what: string): GeneralName {
  const explicit = reader.enter(constructed(4), what);
  const name = readName(explicit);
  explicit.finish('directoryName');
  return { kind: 'directory', name };
}
