/**
 * A cursor over one packet that has arrived whole. A read past its end gives zeros and empty fields and is remembered in `isCut`, so that
 * a reader takes all fields and then asks once.
 */
export class PacketReader {
  readonly #packet: Uint8Array;
  #at = 0;
  #isCut = false;

  constructor(packet: Uint8Array) {
    this.#packet = packet;
  }

  /** More was read than there is. */
  get isCut(): boolean {
    return this.#isCut;
  }

  get remaining(): number {
    return this.#packet.length - this.#at;
  }

  /** A view of the next `length` bytes; empty if they are not all there. */
  bytes(length: number): Uint8Array {
    if (length > this.remaining) {
      this.#isCut = true;
      this.#at = this.#packet.length;
      return new Uint8Array();
    }
    this.#at += length;
    return this.#packet.subarray(this.#at - length, this.#at);
  }

  uint8(): number {
    return this.#integer(1, 'big-endian');
  }

  uint16(order: ByteOrder): number {
    return this.#integer(2, order);
  }

  uint32(order: ByteOrder): number {
    return this.#integer(4, order);
  }

  /** Bytes up to a zero, which is passed over; all that are left, and cut, if there is none. */
  untilZero(): Uint8Array {
    const end = this.#packet.indexOf(0, this.#at);
    if (end < 0) this.#isCut = true;
    const text = this.#packet.subarray(this.#at, end < 0 ? this.#packet.length : end);
    this.#at = end < 0 ? this.#packet.length : end + 1;
    return text;
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  #integer(length: number, order: ByteOrder): number {
    const bytes = Array.from(this.bytes(length));
    if (order === 'little-endian') bytes.reverse();
    return bytes.reduce((value, byte) => value * 0x100 + byte, 0);
  }
}

export type ByteOrder = 'big-endian' | 'little-endian';
