import { ok, type Result } from '../../model/result.ts';
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

const entryExtensions = { reason: '2.5.29.21', invalidityDate: '2.5.29.24', certificateIssuer: '2.5.29.29' } as const;

/** Kinds of critical entry extensions that are listed; a peer decides how many there are. */
const MAX_UNHANDLED_KINDS = 8;

/**
 * Indexes the content of revokedCertificates: for each entry a hash of its serial number and its offset, eight bytes in
 * all, so that a list of megabytes takes little memory and is searched without decoding it. The budget is the size of the
 * content, which the caller bounds.
 */
export function indexRevokedCertificates(content: Uint8Array): Result<RevokedCertificates, DecodeError> {
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
        const { hash, namesIssuer } = readFrame(list, unhandled);
        if (namesIssuer) naming.push(hashes.length);
        hashes.push(hash);
      }
    },
    { maxElements: content.length },
  );
  if (!result.ok) return result;
  const index = { content, hashes: hashes.values(), starts: starts.values(), naming: naming.values() };
  return ok({
    count: hashes.length,
    unhandledCriticalExtensions: [...unhandled],
    find: (serialNumber, issuers) => find(index, serialNumber, issuers),
  });
}

interface Index {
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
  const hash = hashSerialNumber(wanted);
  for (let place = hashes.indexOf(hash); place >= 0; place = hashes.indexOf(hash, place + 1)) {
    const entry = readEntryAt(index, place);
    if (!entry.ok) return entry;
    const own = significant(Buffer.from(entry.value.serialNumber.hex, 'hex'));
    if (Buffer.compare(significant(wanted), own) !== 0) continue;
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
  const naming = index.naming.findLast((each) => each <= place);
  if (naming === undefined) return ok(namesEqual(certificate, crl));
  const entry = readEntryAt(index, naming);
  return entry.ok ? ok(namesOf(entry.value).some((name) => namesEqual(name, certificate))) : entry;
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

function readFrame(list: DerReader, unhandled: Set<string>): Frame {
  const entry = list.enter(derTags.sequence, 'revoked certificate');
  const hash = hashSerialNumber(entry.content(derTags.integer, 'serial number'));
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

/** FNV-1a over the significant octets. It need not resist an adversary: equal hashes only cost a comparison. */
function hashSerialNumber(octets: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const octet of significant(octets)) hash = Math.imul(hash ^ octet, 0x01000193);
  return hash >>> 0;
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
