import type { Result } from '../../model/result.ts';
import type { DecodeError, EncodingOddity } from '../certificate.ts';
import { Decoding, type DecodingOptions } from './decoding.ts';
import { type ElementKind, MAX_REMEMBERED_BYTES } from './element-memory.ts';
import { readLongLength } from './read-long-length.ts';

/**
 * Elements one structure may hold. A SAN of 16,384 names of 14 letters is 256 KiB, which is all the bytes Go allows for a
 * whole Certificate message (`maxHandshakeCertificateMsg`, crypto/tls/common.go); public CAs stop at a few hundred names.
 */
export const MAX_DER_ELEMENTS = 16_384;

/** Elements inside each other. The deepest a certificate's own grammar goes is about 12 (a directory name in a CRL pointer). */
export const MAX_DER_NESTING = 32;

/** An element whose content was not decoded. */
export interface DerElement {
  /** The identifier octet, class and constructed bit included. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** Header and content. */
  readonly der: Uint8Array;
}

export interface DerDecoded<T> {
  readonly result: Result<T, DecodeError>;
  readonly oddities: readonly EncodingOddity[];
}

/**
 * Reads one DER structure and refuses trailing bytes. `where` names it in oddities until the decoder says otherwise. A CRL, which
 * may be longer than any certificate, brings its own `maxElements`. Never throws: see `DerReader`.
 */
export function decodeDer<T>(
  bytes: Uint8Array,
  where: string,
  decode: (reader: DerReader) => T,
  { maxElements = MAX_DER_ELEMENTS, memory }: Partial<Omit<DecodingOptions, 'where'>> = {},
): DerDecoded<T> {
  const decoding = new Decoding({ where, maxElements, memory });
  const reader = new DerReader(bytes, 0, bytes.length, 0, decoding);
  const value = decode(reader);
  reader.finish(where);
  const { oddities } = decoding;
  const error = decoding.outcome();
  return { result: error === undefined ? { ok: true, value } : { ok: false, error }, oddities };
}

/**
 * A cursor over DER (X.690 §10: definite and minimal lengths). The first failure sticks: it is kept for the whole decoding,
 * and from then on every cursor of it is empty and returns empty values, so that decoders need no branch after each step;
 * `decodeDer` then drops their result. Loops must ask `hasMore`.
 *
 * Its fields are `private`, not `#private`: V8's unoptimised code is slow with the latter, and a certificate takes two dozen
 * cursors.
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

  /** Where the next element starts, in bytes from the start of the structure; see `since`. */
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

  /** As `enter`; undefined if the next element has another tag or there is none. */
  enterOptional(tag: number, what: string): DerReader | undefined {
    return this.nextTag === tag ? this.enter(tag, what) : undefined;
  }

  /** The content of the next element, which must have this tag. */
  content(tag: number, what: string): Uint8Array {
    return this.expect(tag, what) ? this.bytes.subarray(this.contentStart, this.contentEnd) : nothing;
  }

  /** The next element, whatever its tag. */
  element(what: string): DerElement {
    const start = this.position;
    if (!this.readHeader(what)) return { tag: 0, content: nothing, der: nothing };
    const der = this.bytes.subarray(start, this.contentEnd);
    return { tag: der[0] ?? 0, content: this.bytes.subarray(this.contentStart, this.contentEnd), der };
  }

  /**
   * As `read`, or what the memory of this decoding holds for an element of the same kind and bytes; both cost the same number
   * of elements. `read` must depend on nothing but the next element, except in the texts of failures and oddities.
   */
  remember<T>(kind: ElementKind<T>, read: (reader: DerReader) => T): T {
    const { bytes, decoding, position: start } = this;
    const { memory, elements, maxElements } = decoding;
    const end = memory === undefined ? start : this.peekEnd();
    if (memory === undefined || end === start || end - start > MAX_REMEMBERED_BYTES) return read(this);
    const key = decoding.keyOf(bytes, start, end);
    const known = memory.find(kind, key);
    if (known !== undefined && elements + known.elements <= maxElements) {
      decoding.elements += known.elements;
      this.position = end;
      return known.value;
    }
    const value = read(this);
    if (decoding.error !== undefined || !kind.isShared(value)) return value;
    // Read again from a copy: what is kept must not keep a whole flight in memory, nor change when its buffer is reused.
    const copy = new Uint8Array(bytes.subarray(start, end));
    const { result, oddities } = decodeDer(
      copy,
      decoding.where,
      (reader) => ({ value: read(reader), elements: reader.decoding.elements }),
      { memory },
    );
    // An oddity is reported for every certificate, so an element that has one is read every time.
    if (!result.ok || oddities.length > 0) return value;
    memory.keep(kind, key, result.value);
    return result.value.value;
  }

  /** Makes the decoding fail if there is another element. */
  finish(what: string): void {
    if (this.position >= this.end || this.decoding.error !== undefined) return;
    const left = this.end - this.position;
    this.fail('trailing', `The ${what} is followed by ${left} ${left === 1 ? 'byte' : 'bytes'} too many.`);
  }

  /** Makes the decoding fail here, unless it has failed already. */
  fail(kind: DecodeError['kind'], message: string): void {
    this.decoding.fail(kind, message, this.position);
  }

  /** Makes the decoding fail at its end. For a value that is wrong and whose end is known: reading goes on after it. */
  refuse(kind: DecodeError['kind'], message: string): void {
    this.decoding.refuse(kind, message, this.position);
  }

  /** Sets what the following oddities concern. */
  about(where: string): void {
    this.decoding.where = where;
  }

  /** Records an oddity. The same one in the same place is kept once. */
  note(message: string): void {
    this.decoding.note(message);
  }

  private nothing(): DerReader {
    return new DerReader(nothing, 0, 0, this.depth, this.decoding);
  }

  /** Where the next element ends if it is shorter than 256 bytes and complete; else where it starts. */
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
      this.fail('truncated', `The ${what} is truncated in its header.`);
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
    const length = first < 0x80 ? first : readLongLength({ bytes, start: position, end, what }, decoding);
    if (length < 0) return false;
    const start = position + (first < 0x80 ? 2 : 2 + (first & 0x7f));
    if (length > end - start) {
      this.fail('truncated', `The ${what} announces ${length} bytes, but only ${end - start} are present.`);
      return false;
    }
    this.contentStart = start;
    this.contentEnd = start + length;
    this.position = start + length;
    return true;
  }
}

const nothing = new Uint8Array(0);

function octet(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}
