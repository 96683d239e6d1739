import { abort } from '../handshake-error.ts';

/** A cursor over one structure. A read past the end aborts the handshake, with the name of the structure. */
export class ByteReader {
  readonly #source: Uint8Array;
  readonly #what: string;
  #at = 0;

  /** `what` names the structure in sentences, for instance `ServerHello`. */
  constructor(source: Uint8Array, what: string) {
    this.#source = source;
    this.#what = what;
  }

  get remaining(): number {
    return this.#source.length - this.#at;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#at;
  }

  /** The next byte without consuming it; undefined at the end. */
  peek(): number | undefined {
    return this.#source[this.#at];
  }

  uint8(): number {
    return this.#uint(1);
  }

  uint16(): number {
    return this.#uint(2);
  }

  uint24(): number {
    return this.#uint(3);
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const at = this.#at;
    this.skip(length);
    return this.#source.subarray(at, this.#at);
  }

  /** Passes over the next `length` bytes. */
  skip(length: number): void {
    const { remaining } = this;
    if (length > remaining) {
      abort(`${this.#what} is cut short: ${length} bytes announced, ${remaining} there.`, 'decode_error');
    }
    this.#at += length;
  }

  /** A view of a vector with a length field of one, two or three bytes. */
  vector8(): Uint8Array {
    return this.bytes(this.uint8());
  }

  vector16(): Uint8Array {
    return this.bytes(this.uint16());
  }

  vector24(): Uint8Array {
    return this.bytes(this.uint24());
  }

  /** Nothing may follow what was read: aborts if something does, or leaves it to `tell`. */
  finish(tell: (message: string) => void = abortDecoding): void {
    if (this.remaining > 0)
      tell(`${this.#what} has ${this.remaining} ${this.remaining === 1 ? 'byte' : 'bytes'} too many.`);
  }

  #uint(bytes: number): number {
    let at = this.#at;
    this.skip(bytes);
    let value = 0;
    for (; at < this.#at; at += 1) value = value * 0x100 + (this.#source[at] as number);
    return value;
  }
}

function abortDecoding(message: string): never {
  return abort(message, 'decode_error');
}
