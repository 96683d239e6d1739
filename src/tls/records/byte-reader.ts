import { abort } from '../handshake-error.ts';

/**
 * A cursor over one structure. Every read past the end refuses the peer, with the name of the structure. Each read is
 * written out: a probe makes a hundred of them, and calls and views in between were half of what they took.
 */
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
    const source = this.#source;
    const at = this.#at;
    if (at >= source.length) this.#failShort(1);
    this.#at = at + 1;
    return source[at] as number;
  }

  uint16(): number {
    const source = this.#source;
    const at = this.#at;
    if (at + 2 > source.length) this.#failShort(2);
    this.#at = at + 2;
    return (source[at] as number) * 0x100 + (source[at + 1] as number);
  }

  uint24(): number {
    const source = this.#source;
    const at = this.#at;
    if (at + 3 > source.length) this.#failShort(3);
    this.#at = at + 3;
    return (source[at] as number) * 0x10000 + (source[at + 1] as number) * 0x100 + (source[at + 2] as number);
  }

  /** A view of the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const source = this.#source;
    const at = this.#at;
    if (length > source.length - at) this.#failShort(length);
    this.#at = at + length;
    return source.subarray(at, at + length);
  }

  /** Leaves out the next `length` bytes. */
  skip(length: number): void {
    if (length > this.#source.length - this.#at) this.#failShort(length);
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

  /** Nothing may follow what was read. */
  finish(): void {
    const remaining = this.#source.length - this.#at;
    if (remaining > 0) abort(`${this.#what} has ${remaining} bytes too many.`, 0x32);
  }

  #failShort(length: number): never {
    return abort(`${this.#what} is cut short: ${length} bytes announced, ${this.remaining} there.`, 0x32);
  }
}
