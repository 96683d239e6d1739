import { err } from '../model/result.ts';
import type { DecodeError, EncodingOddity, Extensions, RawExtension } from './certificate.ts';
import { type DerDecoded, type DerReader, decodeDer } from './der-reader.ts';
import { constructed, derTags } from './der-tags.ts';
import { readBoolean } from './der-values.ts';
import { extensionDecoders } from './extension-decoders.ts';
import { lazyExtensions } from './lazy-extensions.ts';
import { readObjectIdentifier } from './object-identifier.ts';

/** Reads `[3] EXPLICIT Extensions` (or another tag) as raw extensions; criticality written out as FALSE is odd. */
export function readRawExtensions(reader: DerReader, tag: number = constructed(3)): readonly RawExtension[] {
  const explicit = reader.enterOptional(tag, 'extensions');
  if (explicit === undefined) return [];
  const extensions = readExtensionList(explicit);
  explicit.finish('extensions');
  return extensions;
}

/** Reads a bare `Extensions`, as the entries of a CRL have them. */
export function readExtensionList(reader: DerReader): readonly RawExtension[] {
  const extensions: RawExtension[] = [];
  const sequence = reader.enter(derTags.sequence, 'extensions');
  if (!sequence.hasMore) sequence.note('a list of extensions that is empty');
  while (sequence.hasMore) extensions.push(readRawExtension(sequence));
  return extensions;
}

function readRawExtension(sequence: DerReader): RawExtension {
  const extension = sequence.enter(derTags.sequence, 'extension');
  const oid = readObjectIdentifier(extension, 'type of an extension');
  const isWrittenOut = extension.nextTag === derTags.boolean;
  const critical = isWrittenOut && readBoolean(extension, 'criticality of an extension');
  if (isWrittenOut && !critical) extension.note(`the criticality of ${oid} is written out as FALSE, its default`);
  const value = extension.content(derTags.octetString, `value of extension ${oid}`);
  extension.finish('extension');
  return { oid, critical, value };
}

/** OIDs that stand more than once in a list of extensions, which RFC 5280 §4.2 forbids; each once, in order. */
export function findDuplicateExtensions(raw: readonly RawExtension[]): readonly string[] {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const { oid } of raw) {
    if (seen.has(oid)) duplicates.add(oid);
    seen.add(oid);
  }
  return [...duplicates];
}

/** The extensions of one certificate, each decoded when it is first asked for. */
export interface ExtensionReader {
  readonly extensions: Extensions;
  /** What is odd in the extensions we can read; decodes them all. */
  readonly oddities: () => readonly EncodingOddity[];
}

/** Prepares the extensions for reading. One that stands twice is malformed, whichever is meant. */
export function extensionReader(raw: readonly RawExtension[]): ExtensionReader {
  const memory = new Map<keyof Extensions, DerDecoded<unknown>>();
  const byOid = new Map(raw.map((extension) => [extension.oid, extension]));
  const count = (oid: string): number => raw.filter((extension) => extension.oid === oid).length;
  const read = (name: keyof Extensions): DerDecoded<unknown> | undefined => {
    const { oid, decode } = extensionDecoders[name];
    const extension = byOid.get(oid);
    if (extension === undefined) return undefined;
    const known = memory.get(name);
    if (known !== undefined) return known;
    const isUnique = byOid.size === raw.length || count(oid) === 1;
    const decoded = isUnique ? decodeDer<unknown>(extension.value, name, decode) : duplicate(name, count(oid));
    memory.set(name, decoded);
    return decoded;
  };
  return {
    extensions: lazyExtensions((name) => read(name)?.result as Extensions[typeof name]),
    oddities: () => extensionNames().flatMap((name) => read(name)?.oddities ?? []),
  };
}

/** The names of the extensions we read. */
export function extensionNames(): readonly (keyof Extensions)[] {
  names ??= Object.keys(extensionDecoders) as (keyof Extensions)[];
  return names;
}

let names: readonly (keyof Extensions)[] | undefined;

function duplicate(name: string, count: number): DerDecoded<never> {
  const error: DecodeError = { kind: 'duplicate', message: `The extension ${name} stands ${count} times.`, offset: 0 };
  return { result: err(error), oddities: [] };
}
