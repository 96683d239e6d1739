import type { Result } from '../../model/result.ts';
import type { DecodeError, EncodingOddity } from '../certificate.ts';
import { type ElementMemory, MAX_REMEMBERED_BYTES } from './element-memory.ts';

/**
 * Elements one structure may hold. A SAN of 16,384 names of 14 letters is 256 KiB, which is all the bytes Go allows for a
 * whole Certificate message (`maxHandshakeCertificateMsg`, crypto/tls/common.go); public CAs stop at a few hundred names.
 */
export const MAX_DER_ELEMENTS = 16_384;

/** Elements inside each other. The deepest a certificate's own grammar goes is about 12 (a directory name in a CRL pointer). */
export const MAX_DER_NESTING = 32;

/** Oddities kept for one structure. They are read by people, and a peer decides how many there are. */
const MAX_ODDITIES = 32;

/** What the cursors of one decoding share. */
interface Decoding {
  error: DecodeError | undefined;
  elements: number;
  readonly maxElements: number;
  where: string;
  readonly oddities: EncodingOddity[];
  /** The structure again, in the form that is quickly made text; only once it is asked for. */
  buffer: Buffer | undefined;
}

/** An element as it stands, for values that are kept rather than read. */
export interface DerElement {
  /** The identifier octet, class and constructed bit included. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Header and content. */
  readonly der: Uint8Array;
}

/** What was read from an element without failure or oddity, and how many elements that took. */
export interface Remembered<T> {
  readonly value: T;
  readonly elements: number;
}

export interface DerDecoded<T> {
  readonly result: Result<T, DecodeError>;
  readonly oddities: readonly EncodingOddity[];
}

/**
 * Reads one DER structure and refuses trailing bytes. `where` names it in oddities until the decoder says otherwise. What is
 * longer than a certificate by nature, a CRL, brings its own `maxElements`. Never throws: see `DerReader`.
 */
export function decodeDer<T>(
  bytes: Uint8Array,
  where: string,
  decode: (reader: DerReader) => T,
  { maxElements = MAX_DER_ELEMENTS }: { readonly maxElements?: number } = {},
): DerDecoded<T> {
  const decoding = createDecoding({ maxElements, where });
  const reader = new DerReader(bytes, 0, bytes.length, 0, decoding);
  const value = decode(reader);
  reader.finish(where);
  const { error, oddities } = decoding;
  return { result: error === undefined ? { ok: true, value } : { ok: false, error }, oddities };
}

function createDecoding({ maxElements, where }: Pick<Decoding, 'maxElements' | 'where'>): Decoding {
  return { error: undefined, elements: 0, maxElements, where, oddities: [], buffer: undefined };
}

/**
 * A cursor over DER (X.690 §10: definite and minimal lengths). The first failure sticks: it is kept for the whole decoding,
 * and from then on every cursor of it is empty and hands out empty values, so that decoders read straight down without
 * a branch after each step; `decodeDer` then drops what they built. Loops must ask `hasMore`.
 *
 * Its fields are private by TypeScript's word, not by `#`: V8's unoptimised code looks names with `#` up the slow way, and a
 * certificate takes two dozen cursors.
 */
export class DerReader {
  private readonly bytes: Uint8Array;
  private readonly end: number;
  private readonly depth: number;
  private readonly decoding: Decoding;
  private position: number;
  private contentStart: number;
  private contentEnd: number;

  constructor(bytes: Uint8Array, start: number, end: number, depth: number, decoding: Decoding) {
    this.bytes = bytes;
    this.end = end;
    this.depth = depth;
    this.decoding = decoding;
    this.position = start;
    this.contentStart = start;
    this.contentEnd = start;
  }

  /** Whether another element starts here. False after a failure. */
  get hasMore(): boolean {
    return this.position < this.end && this.decoding.error === undefined;
  }

  /** The identifier octet of the next element; -1 at the end. */
  get nextTag(): number {
    return this.position < this.end && this.decoding.error === undefined ? (this.bytes[this.position] ?? -1) : -1;
  }

  /** How many bytes of the structure were read: where an element starts, for `since`. */
  get offset(): number {
    return this.position;
  }

  /** The DER from an earlier `offset` of this cursor to here. */
  since(offset: number): Uint8Array {
    return this.bytes.subarray(offset, this.position);
  }

  /** Enters the next element, which must have this tag: a cursor over its content. */
  enter(tag: number, what: string): DerReader {
    if (!this.expect(tag, what)) return this.nothing();
    if (this.depth >= MAX_DER_NESTING) {
      this.fail('budget', `The ${what} is nested deeper than ${MAX_DER_NESTING} elements.`);
      return this.nothing();
    }
    return new DerReader(this.bytes, this.contentStart, this.contentEnd, this.depth + 1, this.decoding);
  }

  /** As `enter`, or undefined where the next element has another tag or there is none. */
  enterOptional(tag: number, what: string): DerReader | undefined {
    return this.nextTag === tag ? this.enter(tag, what) : undefined;
  }

  /** The content of the next element, which must have this tag. */
  content(tag: number, what: string): Uint8Array {
    return this.expect(tag, what) ? this.bytes.subarray(this.contentStart, this.contentEnd) : nothing;
  }

  /** The next element whatever it is, not looked into. */
  element(what: string): DerElement {
    const start = this.position;
    if (!this.readHeader(what)) return { tag: 0, content: nothing, der: nothing };
    const der = this.bytes.subarray(start, this.contentEnd);
    return { tag: der[0] ?? 0, content: this.bytes.subarray(this.contentStart, this.contentEnd), der };
  }

  /**
   * As `decode`, unless an element of the same bytes was read before: then what was read from it, for the same price of
   * elements. `decode` is to look at nothing but the next element, and to nest it no deeper at one place than at another.
   * What `isRepeated` denies is not kept.
   */
  remember<T>(
    memory: ElementMemory<Remembered<T>>,
    decode: (reader: DerReader) => T,
    isRepeated?: (value: T) => boolean,
  ): T {
    const start = this.position;
    const end = this.peekEnd();
    if (end === start || end - start > MAX_REMEMBERED_BYTES) return decode(this);
    const { bytes, decoding } = this;
    decoding.buffer ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const key = decoding.buffer.toString('latin1', start, end);
    const known = memory.find(key);
    if (known !== undefined && decoding.elements + known.elements <= decoding.maxElements) {
      decoding.elements += known.elements;
      this.position = end;
      return known.value;
    }
    const { elements, oddities } = decoding;
    const odditiesBefore = oddities.length;
    const value = decode(this);
    if (decoding.error !== undefined || oddities.length > odditiesBefore || isRepeated?.(value) === false) return value;
    // Read once more from a copy: parts of the original would keep a whole flight in memory.
    const copy = new Uint8Array(bytes.subarray(start, end));
    const ofCopy = createDecoding(decoding);
    const kept = decode(new DerReader(copy, 0, copy.length, this.depth, ofCopy));
    // What was said before, or is said too late, is not noted again, and is odd all the same.
    if (ofCopy.oddities.length > 0) return value;
    memory.keep(key, { value: kept, elements: decoding.elements - elements });
    return kept;
  }

  /** Refuses anything left over. */
  finish(what: string): void {
    if (this.position >= this.end || this.decoding.error !== undefined) return;
    const left = this.end - this.position;
    this.fail('trailing', `The ${what} is followed by ${left} ${left === 1 ? 'byte' : 'bytes'} too many.`);
  }

  /** Makes the decoding fail here, unless it already did. */
  fail(kind: DecodeError['kind'], message: string): void {
    this.decoding.error ??= { kind, message, offset: this.position };
  }

  /** Says what the following oddities concern. */
  about(where: string): void {
    this.decoding.where = where;
  }

  /** Names something odd that could be read. Said twice of the same place, it is kept once. */
  note(message: string): void {
    const { oddities, where } = this.decoding;
    if (oddities.length >= MAX_ODDITIES) return;
    if (oddities.some((known) => known.where === where && known.message === message)) return;
    oddities.push({ where, message });
  }

  private nothing(): DerReader {
    return new DerReader(nothing, 0, 0, this.depth, this.decoding);
  }

  /** Where the next element would end, if it is short and whole; else where it starts. */
  private peekEnd(): number {
    const first = this.bytes[this.position + 1] ?? 0;
    const contentStart = this.position + (first === 0x81 ? 3 : 2);
    const end = contentStart + (this.bytes[contentStart - 1] ?? 0);
    const isShort = first < 0x80 || first === 0x81;
    return isShort && this.decoding.error === undefined && end <= this.end ? end : this.position;
  }

  private expect(tag: number, what: string): boolean {
    if (this.decoding.error !== undefined) return false;
    if (this.position >= this.end) {
      this.fail('truncated', `The ${what} is missing.`);
      return false;
    }
    const found = this.bytes[this.position] ?? 0;
    if (found === tag) return this.readHeader(what);
    this.fail('unexpected-tag', `The ${what} should start with ${octet(tag)} but starts with ${octet(found)}.`);
    return false;
  }

  /** Reads identifier and length, and moves past the whole element. */
  private readHeader(what: string): boolean {
    const { bytes, position, end, decoding } = this;
    if (decoding.error !== undefined) return false;
    if (end - position < 2) {
      this.fail('truncated', `The ${what} breaks off in its header.`);
      return false;
    }
    decoding.elements += 1;
    if (decoding.elements > decoding.maxElements) {
      this.fail('budget', `There are more than ${decoding.maxElements} elements.`);
      return false;
    }
    if (((bytes[position] ?? 0) & 0x1f) === 0x1f) {
      this.fail('unexpected-tag', `The ${what} has a tag number above 30, which nothing in X.509 uses.`);
      return false;
    }
    const first = bytes[position + 1] ?? 0;
    const length = first < 0x80 ? first : this.readLongLength(first & 0x7f, what);
    if (length < 0) return false;
    const start = position + (first < 0x80 ? 2 : 2 + (first & 0x7f));
    if (length > end - start) {
      this.fail('truncated', `The ${what} says ${length} bytes but only ${end - start} are there.`);
      return false;
    }
    this.contentStart = start;
    this.contentEnd = start + length;
    this.position = start + length;
    return true;
  }

  /** The length that stands in so many octets after the second; -1 after a failure. */
  private readLongLength(count: number, what: string): number {
    if (count === 0) return this.badLength(`The ${what} has an indefinite length, which DER forbids.`);
    if (count > 4) return this.badLength(`The ${what} has a length of ${count} octets; 4 are enough for anything.`);
    if (this.position + 2 + count > this.end) {
      this.fail('truncated', `The ${what} breaks off in its length.`);
      return -1;
    }
    let length = 0;
    for (let index = 0; index < count; index += 1) {
      length = length * 0x100 + (this.bytes[this.position + 2 + index] ?? 0);
    }
    return length < 0x80 || length < 0x100 ** (count - 1)
      ? this.badLength(`The ${what} writes its length ${length} in more octets than needed.`)
      : length;
  }

  private badLength(message: string): -1 {
    this.fail('bad-length', message);
    return -1;
  }
}

const nothing = new Uint8Array(0);

function octet(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}
