import { refuse } from './refusal.ts';

/** A cursor over one structure. Every read past the end refuses the peer, with the name of the structure. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #position = 0;

  /** `what` names the structure in sentences, for instance `ServerHello`. */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /** The next byte without consuming it; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  uint8(): number {
    return this.#number(1);
  }

  uint16(): number {
    return this.#number(2);
  }

  uint24(): number {
    return this.#number(3);
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    if (length > this.remaining) {
      refuse(`${this.#what} is cut short: ${length} bytes announced, ${this.remaining} there.`, 0x32);
    }
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
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

  /** Nothing may follow what was read. */
  finish(): void {
    if (this.remaining > 0) refuse(`${this.#what} has ${this.remaining} bytes too many.`, 0x32);
  }

  #number(width: number): number {
    let value = 0;
    for (const byte of this.bytes(width)) value = value * 0x100 + byte;
    return value;
  }
}
