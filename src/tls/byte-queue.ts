/**
 * Bytes that arrived and are not consumed yet. Grows by doubling and moves its content only when at least half of the
 * space is free, so that feeding it byte by byte costs no more than feeding it whole, up to a constant.
 */
export class ByteQueue {
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  push(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#buffer.length) this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** The byte at `index` from the front; 0 beyond the end. */
  at(index: number): number {
    return index < this.length ? (this.#buffer[this.#start + index] ?? 0) : 0;
  }

  /** A view of the first `length` bytes, valid until the next `push`. */
  peek(length: number): Uint8Array {
    return this.#buffer.subarray(this.#start, Math.min(this.#start + length, this.#end));
  }

  /** As `peek`, and removes them. */
  take(length: number): Uint8Array {
    const view = this.peek(length);
    this.#start += view.length;
    return view;
  }

  #makeRoom(wanted: number): void {
    const needed = this.length + wanted;
    const live = this.#buffer.subarray(this.#start, this.#end);
    const roomy = needed * 2 <= this.#buffer.length;
    const target = roomy ? this.#buffer : new Uint8Array(Math.max(smallestBuffer, needed * 2));
    target.set(live, 0);
    this.#buffer = target;
    this.#end -= this.#start;
    this.#start = 0;
  }
}

/** Holds the flight of most servers (2 to 6 KiB) after at most one growth. */
const smallestBuffer = 0x1000;
