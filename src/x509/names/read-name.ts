import type { Result } from '../../model/result.ts';
import type { DecodeError, Name, NameAttribute } from '../certificate.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import type { ElementKind } from '../der/element-memory.ts';
import { formatRelativeName } from './format-name.ts';
import { relativeNameKey } from './name-key.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { decodeString } from '../der/read-string.ts';

/** Decodes a single DER distinguished name, for instance of a CertificateRequest. */
export function decodeName(der: Uint8Array): Result<Name, DecodeError> {
  return decodeDer(new Uint8Array(der.buffer, der.byteOffset, der.length), 'name', readName).result;
}

/** Reads a Name (RFC 5280 §4.1.2.4). An empty set and a set out of order are odd. */
export function readName(reader: DerReader): Name {
  const start = reader.offset;
  const relativeDistinguishedNames: (readonly NameAttribute[])[] = [];
  let key = '';
  let text = '';
  const sequence = reader.enter(derTags.sequence, 'name');
  while (sequence.hasMore) {
    const relativeName = sequence.remember(relativeNameKind, readRelativeName);
    text = relativeDistinguishedNames.length === 0 ? relativeName.text : `${relativeName.text},${text}`;
    key += relativeName.key;
    relativeDistinguishedNames.push(relativeName.attributes);
  }
  return { der: reader.since(start), relativeDistinguishedNames, key, text };
}

const issuerKind: ElementKind<Name> = { isShared: () => true };

/** As `readName`, for the name of an issuer, which many certificates have in common. */
export function readIssuerName(reader: DerReader): Name {
  return reader.remember(issuerKind, readName);
}

interface RelativeName {
  readonly attributes: readonly NameAttribute[];
  readonly key: string;
  readonly text: string;
}

/** Organisations and countries are shared even by names that differ; common names are not. */
const relativeNameKind: ElementKind<RelativeName> = {
  isShared: ({ attributes }) => attributes[0]?.oid !== '2.5.4.3',
};

function readRelativeName(sequence: DerReader): RelativeName {
  const set = sequence.enter(derTags.set, 'relative distinguished name');
  if (!set.hasMore) set.note('a relative distinguished name without attributes');
  const attributes: NameAttribute[] = [];
  let previous: Uint8Array | undefined;
  while (set.hasMore) {
    const start = set.offset;
    attributes.push(readAttribute(set));
    const der = set.since(start);
    if (previous !== undefined && Buffer.compare(previous, der) > 0) {
      set.note('a relative distinguished name whose attributes are not in DER order');
    }
    previous = der;
  }
  return { attributes, key: relativeNameKey(attributes), text: formatRelativeName(attributes) };
}

function readAttribute(set: DerReader): NameAttribute {
  const attribute = set.enter(derTags.sequence, 'name attribute');
  const oid = readObjectIdentifier(attribute, 'type of a name attribute');
  const element = attribute.element('value of a name attribute');
  const text = decodeString(element, attribute);
  attribute.finish('name attribute');
  return { oid, tag: element.tag, text, der: element.der };
}
