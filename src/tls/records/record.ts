import { ByteQueue } from './byte-queue.ts';
import { maxExpansionTls12, maxPlaintextBytes } from '../limits.ts';
import { bannerEnd } from '../banner.ts';
import type { ProbeLimits } from '../probe.ts';
import { hexCode } from '../tables/protocol-versions.ts';
import { abort, abortBeyondLimit } from '../handshake-error.ts';

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
  /** A view of the bytes handed in where they came in one piece; nobody writes to it any more. */
  readonly payload: Uint8Array;
}

/** Writes plaintext as records of one type, split where one record cannot hold it. */
export function writeRecords(type: number, version: number, payload: Uint8Array): Uint8Array {
  const count = Math.ceil(payload.length / maxPlaintextBytes);
  const records = new Uint8Array(count * headerBytes + payload.length);
  for (let start = 0, at = 0; start < payload.length; start += maxPlaintextBytes) {
    const fragment = payload.length <= maxPlaintextBytes ? payload : payload.subarray(start, start + maxPlaintextBytes);
    records[at] = type;
    records[at + 1] = version >>> 8;
    records[at + 2] = version;
    records[at + 3] = fragment.length >>> 8;
    records[at + 4] = fragment.length;
    records.set(fragment, at + headerBytes);
    at += headerBytes + fragment.length;
  }
  return records;
}

/** Cuts the byte stream into records, and notices where it is not TLS at all. */
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

  /** The first bytes of a stream that does not start like TLS; undefined once it did, or while nothing arrived. */
  get banner(): Uint8Array | undefined {
    const isStrange = this.#records === 0 && this.#queue.length > 0 && !startsLikeTls(this.#queue);
    return isStrange ? this.#queue.peek(bannerEnd(this.#queue) ?? this.#queue.length) : undefined;
  }

  /** All that can be known of the greeting is there. */
  get isBannerWhole(): boolean {
    return this.banner !== undefined && bannerEnd(this.#queue) !== undefined;
  }

  /** The bytes are no more written to. */
  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  /** Copies what was not consumed. */
  settle(): void {
    this.#queue.settle();
  }

  /** The next whole record; undefined where more bytes are needed. */
  next(): TlsRecord | undefined {
    const queue = this.#queue;
    const available = queue.length;
    if (available < headerBytes || (this.#records === 0 && !startsLikeTls(queue))) return undefined;
    const type = queue.at(0);
    const version = queue.uint16At(1);
    const length = queue.uint16At(3);
    this.#check(type, version, length);
    if (available < headerBytes + length) return undefined;
    this.#records += 1;
    this.#bytes += headerBytes + length;
    queue.skip(headerBytes);
    // To keep: messages are views of it, and stay when the queue moves what comes after.
    return { type, version, payload: queue.takeToKeep(length) };
  }

  #check(type: number, version: number, length: number): void {
    const { maxRecords, maxFlightBytes } = this.#limits;
    const ordinal = this.#records + 1;
    if (type < contentType.changeCipherSpec || type > contentType.applicationData) {
      abort(`Record ${ordinal} has the unknown type ${type}.`, 0x0a);
    }
    if (version >> 8 !== 0x03) abort(`Record ${ordinal} has the version ${hexCode(version)}.`, 0x46);
    if (length > maxPlaintextBytes + maxExpansionTls12) {
      abort(`Record ${ordinal} announces ${length} bytes; TLS allows ${maxPlaintextBytes + maxExpansionTls12}.`, 0x16);
    }
    if (ordinal > maxRecords) abortBeyondLimit(`More than ${maxRecords} records in one flight.`);
    if (this.#bytes + headerBytes + length > maxFlightBytes) {
      abortBeyondLimit(`The flight is longer than the ${maxFlightBytes} bytes that we read.`);
    }
  }
}

const headerBytes = 5;

function startsLikeTls(queue: ByteQueue): boolean {
  const type = queue.at(0);
  if (type < contentType.changeCipherSpec || type > contentType.applicationData) return false;
  return queue.length < 2 || queue.at(1) === 0x03;
}
