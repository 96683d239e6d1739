import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError, Name, RawExtension, SerialNumber } from '../certificate.ts';
import {
  type EntryIssuers,
  type RevocationReason,
  type RevokedCertificate,
  type RevokedCertificates,
  revocationReasons,
} from './crl.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readBoolean, readSmallInteger } from '../der/der-values.ts';
import { readExtensionList, readRawExtension } from '../extensions/read-extensions.ts';
import { namesEqual } from '../names/names-equal.ts';
import { readGeneralNames } from '../names/read-general-names.ts';
import { readObjectIdentifier } from '../der/object-identifier.ts';
import { readSerialNumber } from '../der/read-serial-number.ts';
import { readTime } from '../der/read-time.ts';
import { sha256Hex } from '../der/sha256-hex.ts';

const entryExtensions = { reason: '2.5.29.21', invalidityDate: '2.5.29.24', certificateIssuer: '2.5.29.29' } as const;

/** Kinds of critical entry extensions that are listed; a peer decides how many there are. */
const MAX_UNHANDLED_KINDS = 8;

/** Entries of one serial number that are read: an indirect CRL has one for each CA that has issued that number. */
const MAX_ENTRIES_OF_A_NUMBER = 1_024;

/**
 * Indexes the content of revokedCertificates: for each entry a hash of its serial number and its offset, eight bytes in
 * all, so that a list of megabytes takes little memory and is searched without decoding it. The budget is the size of the
 * content, which the caller bounds.
 */
export function indexRevokedCertificates(content: Uint8Array): Result<RevokedCertificates, DecodeError> {
  const seed = Number.parseInt(sha256Hex(content).slice(0, 8), 16);
  const hashes = new GrowingList();
  const starts = new GrowingList();
  const naming = new GrowingList();
  const unhandled = new Set<string>();
  const { result } = decodeDer(
    content,
    'revokedCertificates',
    (list) => {
      while (list.hasMore) {
        starts.push(list.offset);
        const { hash, namesIssuer } = readFrame(list, seed, unhandled);
        if (namesIssuer) naming.push(hashes.length);
        hashes.push(hash);
      }
    },
    { maxElements: content.length },
  );
  if (!result.ok) return result;
  const index = { seed, content, hashes: hashes.values(), starts: starts.values(), naming: naming.values() };
  return ok({
    count: hashes.length,
    unhandledCriticalExtensions: [...unhandled],
    find: (serialNumber, issuers) => find(index, serialNumber, issuers),
  });
}

interface Index {
  /** Of the hashes. */
  readonly seed: number;
  readonly content: Uint8Array;
  readonly hashes: Uint32Array;
  readonly starts: Uint32Array;
  /** Entries that name the issuer of their certificate and of those after them, in order. */
  readonly naming: Uint32Array;
}

function find(
  index: Index,
  serialNumber: SerialNumber,
  issuers: EntryIssuers | undefined,
): Result<RevokedCertificate | undefined, DecodeError> {
  const { hashes } = index;
  const wanted = Buffer.from(serialNumber.hex, 'hex');
  const hash = hashSerialNumber(wanted, index.seed);
  let entries = 0;
  for (let place = hashes.indexOf(hash); place >= 0; place = hashes.indexOf(hash, place + 1)) {
    if (!isSerialNumberAt(index, place, wanted)) continue;
    entries += 1;
    if (entries > MAX_ENTRIES_OF_A_NUMBER) {
      const message = `The list has more than ${MAX_ENTRIES_OF_A_NUMBER} entries of one serial number.`;
      return err({ kind: 'budget', message, offset: index.starts[place] ?? 0 });
    }
    const entry = readEntryAt(index, place);
    if (!entry.ok) return entry;
    const isMeant = issuers === undefined ? ok(true) : hasIssuer(index, place, issuers);
    if (!isMeant.ok) return isMeant;
    if (isMeant.value) return entry;
  }
  return ok(undefined);
}

function readEntryAt({ content, starts }: Index, place: number): Result<RevokedCertificate, DecodeError> {
  const entry = content.subarray(starts[place], starts[place + 1] ?? content.length);
  return decodeDer(entry, 'revoked certificate', readEntry).result;
}

/** RFC 5280 §5.3.3: an entry is about the issuer that the last entry up to it names; if none does, about that of the CRL. */
function hasIssuer(index: Index, place: number, { certificate, crl }: EntryIssuers): Result<boolean, DecodeError> {
  const naming = lastUpTo(index.naming, place);
  if (naming === undefined) return ok(namesEqual(certificate, crl));
  const entry = readEntryAt(index, naming);
  return entry.ok ? ok(namesOf(entry.value).some((name) => namesEqual(name, certificate))) : entry;
}

/** The last of ascending numbers that is not above `most`. */
function lastUpTo(ascending: Uint32Array, most: number): number | undefined {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) <= most) from = middle + 1;
    else to = middle;
  }
  return ascending[from - 1];
}

function namesOf({ certificateIssuer = [] }: RevokedCertificate): readonly Name[] {
  return certificateIssuer.flatMap((name) => (name.kind === 'directory' ? [name.name] : []));
}

/** What the scan of one entry keeps. */
interface Frame {
  /** Of its serial number. */
  readonly hash: number;
  readonly namesIssuer: boolean;
}

function readFrame(list: DerReader, seed: number, unhandled: Set<string>): Frame {
  const entry = list.enter(derTags.sequence, 'revoked certificate');
  const hash = hashSerialNumber(entry.content(derTags.integer, 'serial number'), seed);
  const isGeneralized = entry.nextTag === derTags.generalizedTime;
  entry.content(isGeneralized ? derTags.generalizedTime : derTags.utcTime, 'revocation date');
  let namesIssuer = false;
  if (!entry.hasMore) return { hash, namesIssuer };
  const extensions = entry.enter(derTags.sequence, 'extensions of a revoked certificate');
  while (extensions.hasMore) {
    const extension = extensions.enter(derTags.sequence, 'extension');
    const oid = readObjectIdentifier(extension, 'type of an extension');
    const critical = extension.nextTag === derTags.boolean && readBoolean(extension, 'criticality of an extension');
    extension.content(derTags.octetString, 'value of an extension');
    extension.finish('extension');
    namesIssuer ||= oid === entryExtensions.certificateIssuer;
    if (critical && !isHandled(oid) && unhandled.size < MAX_UNHANDLED_KINDS) unhandled.add(oid);
  }
  entry.finish('revoked certificate');
  return { hash, namesIssuer };
}

function isHandled(oid: string): boolean {
  return Object.values(entryExtensions).some((known) => known === oid);
}

function readEntry(reader: DerReader): RevokedCertificate {
  const entry = reader.enter(derTags.sequence, 'revoked certificate');
  const serialNumber = readSerialNumber(entry);
  const revocationDate = readTime(entry, 'revocationDate');
  const extensions = entry.hasMore ? readExtensionList(entry, readRawExtension) : [];
  entry.finish('revoked certificate');
  const read = <T>(oid: string, decode: (value: DerReader) => T): T | undefined =>
    readExtensionValue(extensions, { oid, reader: entry, decode });
  return {
    serialNumber,
    revocationDate,
    reason: read(entryExtensions.reason, (value) => readReason(value)),
    invalidityDate: read(entryExtensions.invalidityDate, (value) => readTime(value, 'invalidityDate')),
    certificateIssuer: read(entryExtensions.certificateIssuer, (value) => readGeneralNames(value, 'certificateIssuer')),
  };
}

/** A malformed extension makes the entry malformed: the details of a revocation must not be guessed. */
function readExtensionValue<T>(
  extensions: readonly RawExtension[],
  {
    oid,
    reader,
    decode,
  }: { readonly oid: string; readonly reader: DerReader; readonly decode: (value: DerReader) => T },
): T | undefined {
  const found = extensions.find((extension) => extension.oid === oid);
  if (found === undefined) return undefined;
  const { result } = decodeDer(found.value, oid, decode);
  if (!result.ok) reader.fail(result.error.kind, result.error.message);
  return result.ok ? result.value : undefined;
}

/** Reads a CRLReason; also part of OCSP's RevokedInfo. */
export function readReason(reader: DerReader): RevocationReason | undefined {
  const number = readSmallInteger(reader, 'reason code', derTags.enumerated);
  const reason = revocationReasons[number];
  if (reason === undefined) reader.fail('bad-value', `Unknown revocation reason ${number}.`);
  return reason;
}

/**
 * FNV-1a over the significant octets, each step mixed with a seed out of the digest of the whole list: who chooses serial numbers that
 * collide changes the seed. Equal hashes cost a comparison of octets.
 */
function hashSerialNumber(octets: Uint8Array, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const octet of significant(octets)) {
    hash = Math.imul(hash ^ octet, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15) ^ seed, 0x85ebca6b);
  }
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Compares the octets, undecoded. */
function isSerialNumberAt({ content, starts }: Index, place: number, wanted: Uint8Array): boolean {
  const entry = content.subarray(starts[place], starts[place + 1] ?? content.length);
  const { result } = decodeDer(entry, 'revoked certificate', (reader) =>
    reader.enter(derTags.sequence, 'revoked certificate').content(derTags.integer, 'serial number'),
  );
  return result.ok && Buffer.compare(significant(result.value), significant(wanted)) === 0;
}

/** Drops unneeded leading zeros, which certificate and CRL may have differently; the zero that keeps the sign stays. */
function significant(octets: Uint8Array): Uint8Array {
  let start = 0;
  while (octets[start] === 0 && (octets[start + 1] ?? 0xff) < 0x80) start += 1;
  return octets.subarray(start);
}

/** A list of 32-bit numbers that doubles when it is full. */
class GrowingList {
  #values = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  values(): Uint32Array {
    return this.#values.slice(0, this.length);
  }
}
