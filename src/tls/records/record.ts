import { type Banner, readBanner } from '../banner.ts';
import { abort, abortBeyondLimit } from '../handshake-error.ts';
import { maxBannerBytes, maxExpansionTls12, maxPlaintextBytes } from '../limits.ts';
import type { ProbeLimits } from '../probe.ts';
import { hexCode } from '../tables/protocol-versions.ts';
import { ByteQueue } from '../bytes/byte-queue.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { concatenate } from '../bytes/byte-writer.ts';

/** ContentType codes. Source: RFC 8446 §5.1. */
export const contentType = {
  changeCipherSpec: 0x14,
  alert: 0x15,
  handshake: 0x16,
  applicationData: 0x17,
} as const;

export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  /** A view of the received bytes, which are not written to any more. */
  readonly payload: Uint8Array;
}

/** Decrypts a record; aborts if it does not open. */
export type RecordOpener = (record: TlsRecord) => Pick<TlsRecord, 'type' | 'payload'>;

/** Encrypts the content of one record, and returns it with its header. */
export type RecordSealer = (type: number, content: Uint8Array) => Uint8Array;

/** Decrypts a record; undefined if it does not decrypt to anything sound. */
export type PayloadOpener = (record: TlsRecord) => Uint8Array | undefined;

/** Encrypts the content of one record, and returns its payload without header. */
export type PayloadSealer = (type: number, content: Uint8Array) => Uint8Array;

/** The header of one record (RFC 8446 §5.1). */
export function writeRecordHeader(type: number, version: number, length: number): Uint8Array {
  return Uint8Array.of(type, version >>> 8, version, length >>> 8, length);
}

/** Writes plaintext as records of one type, as many as its length needs. */
export function writeRecords(type: number, version: number, content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < content.length; start += maxPlaintextBytes) {
    const fragment = content.subarray(start, start + maxPlaintextBytes);
    parts.push(writeRecordHeader(type, version, fragment.length), fragment);
  }
  return concatenate(parts);
}

/** Cuts the byte stream into records, and notices a server that does not speak TLS. */
export class RecordReader {
  readonly #queue = new ByteQueue();
  readonly #limits: ProbeLimits;
  #records = 0;
  #bytes = 0;

  constructor(limits: ProbeLimits) {
    this.#limits = limits;
  }

  /** Records read so far. */
  get records(): number {
    return this.#records;
  }

  /** Bytes of a record that is not whole yet. */
  get pendingBytes(): number {
    return this.#queue.length;
  }

  /** The first bytes of a stream that does not start like TLS; undefined if it does, or while nothing arrived. */
  get banner(): Banner | undefined {
    if (this.#records > 0 || this.#queue.length === 0 || this.#startsLikeTls()) return undefined;
    return readBanner(this.#queue.peek(maxBannerBytes));
  }

  /** `bytes` must not be written to afterwards. */
  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  /** The next whole record; undefined if more bytes are needed. */
  next(): TlsRecord | undefined {
    const queue = this.#queue;
    if (queue.length < headerBytes || (this.#records === 0 && !this.#startsLikeTls())) return undefined;
    const header = new ByteReader(queue.peek(headerBytes), 'The record header');
    const type = header.uint8();
    const version = header.uint16();
    const length = header.uint16();
    this.#check(type, version, length);
    if (queue.length < headerBytes + length) return undefined;
    this.#records += 1;
    this.#bytes += headerBytes + length;
    return { type, version, payload: queue.take(headerBytes + length).subarray(headerBytes) };
  }

  #startsLikeTls(): boolean {
    const start = this.#queue.peek(2);
    return isContentType(start[0] ?? 0) && (start[1] ?? 0x03) === 0x03;
  }

  #check(type: number, version: number, length: number): void {
    const { maxRecords, maxFlightBytes } = this.#limits;
    const ordinal = this.#records + 1;
    const maxBytes = maxPlaintextBytes + maxExpansionTls12;
    if (!isContentType(type)) abort(`Record ${ordinal} has the unknown type ${type}.`, 'unexpected_message');
    if (version >> 8 !== 0x03) abort(`Record ${ordinal} has the version ${hexCode(version)}.`, 'protocol_version');
    if (length > maxBytes) {
      abort(`Record ${ordinal} announces ${length} bytes; TLS allows ${maxBytes}.`, 'record_overflow');
    }
    if (ordinal > maxRecords) abortBeyondLimit(`More than ${maxRecords} records in one flight.`);
    if (this.#bytes + headerBytes + length > maxFlightBytes) {
      abortBeyondLimit(`The flight is longer than the limit of ${maxFlightBytes} bytes.`);
    }
  }
}

const headerBytes = 5;

function isContentType(type: number): boolean {
  return type >= contentType.changeCipherSpec && type <= contentType.applicationData;
}
