import type { RawExtension } from '../certificate.ts';
import type { DerReader } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readBoolean } from '../der/der-values.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';

/** Reads EXPLICIT Extensions under this tag as raw extensions; an encoded criticality of FALSE is odd. */
export function readRawExtensions(reader: DerReader, tag: number): readonly RawExtension[] {
  const explicit = reader.enterOptional(tag, 'extensions');
  if (explicit === undefined) return [];
  const extensions = readExtensionList(explicit, readRawExtension);
  explicit.finish('extensions');
  return extensions;
}

/** Reads a bare `Extensions`, as the entries of a CRL have them. */
export function readExtensionList<T>(reader: DerReader, readOne: (sequence: DerReader) => T): readonly T[] {
  const extensions: T[] = [];
  const sequence = reader.enter(derTags.sequence, 'extensions');
  if (!sequence.hasMore) sequence.note('a list of extensions that is empty');
  while (sequence.hasMore) extensions.push(readOne(sequence));
  return extensions;
}

/** Reads one extension, its value undecoded. */
export function readRawExtension(sequence: DerReader): RawExtension {
  const extension = sequence.enter(derTags.sequence, 'extension');
  const oid = readObjectIdentifier(extension, 'type of an extension');
  const isWrittenOut = extension.nextTag === derTags.boolean;
  const critical = isWrittenOut && readBoolean(extension, 'criticality of an extension');
  if (isWrittenOut && !critical) extension.note(`the criticality of ${oid} is encoded as FALSE, its default`);
  const value = extension.content(derTags.octetString, `value of extension ${oid}`);
  extension.finish('extension');
  return { oid, critical, value };
}

/** OIDs that occur more than once in a list of extensions, which RFC 5280 §4.2 forbids; each once, in order. */
export function findDuplicateExtensions(raw: readonly RawExtension[]): readonly string[] {
  const seen = new Set<string>();
  for (const { oid } of raw) seen.add(oid);
  if (seen.size === raw.length) return [];
  const isSecond = ({ oid }: RawExtension): boolean => !seen.delete(oid);
  return [...new Set(raw.filter(isSecond).map(({ oid }) => oid))];
}
