/**
 * Bytes that arrived and are not consumed yet. What comes into an empty queue is only borrowed, for most flights come in
 * one piece that is consumed at once; `settle` copies what is left of it. Otherwise the queue grows by doubling and moves
 * its content only when at least half of the space is free, so that feeding it byte by byte costs no more than feeding it
 * whole, up to a constant. Nobody writes to bytes that were pushed.
 */
export class ByteQueue {
  #buffer: Uint8Array = nothing;
  #start = 0;
  #end = 0;
  #isBorrowed = true;

  get length(): number {
    return this.#end - this.#start;
  }

  push(bytes: Uint8Array): void {
    if (this.#start === this.#end && (this.#isBorrowed || bytes.length > this.#buffer.length)) {
      this.#buffer = bytes;
      this.#start = 0;
      this.#end = bytes.length;
      this.#isBorrowed = true;
      return;
    }
    if (this.#isBorrowed || this.#end + bytes.length > this.#buffer.length) this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Lets go of what was pushed. */
  settle(): void {
    if (!this.#isBorrowed) return;
    if (this.#end > this.#start) this.#makeRoom(0);
    else {
      this.#buffer = nothing;
      this.#start = 0;
      this.#end = 0;
    }
  }

  /** The byte at `index` from the front; 0 beyond the end. */
  at(index: number): number {
    const place = this.#start + index;
    return place < this.#end ? (this.#buffer[place] as number) : 0;
  }

  /** The number in two or three bytes at `index`, which are there. */
  uint16At(index: number): number {
    const buffer = this.#buffer;
    const place = this.#start + index;
    return (buffer[place] as number) * 0x100 + (buffer[place + 1] as number);
  }

  uint24At(index: number): number {
    return this.uint16At(index) * 0x100 + (this.#buffer[this.#start + index + 2] as number);
  }

  /** A view of the first `length` bytes, valid until the next `push` or `settle`. */
  peek(length: number): Uint8Array {
    return this.#buffer.subarray(this.#start, Math.min(this.#start + length, this.#end));
  }

  /** As `peek`, and removes them. */
  take(length: number): Uint8Array {
    const view = this.peek(length);
    this.#start += view.length;
    return view;
  }

  /** Removes the first `length` bytes, of which there are as many. */
  skip(length: number): void {
    this.#start += length;
  }

  /** As `take`, for bytes that are kept and are all there: what was pushed, or a view of it, where it was pushed in one piece; else a copy. */
  takeToKeep(length: number): Uint8Array {
    const buffer = this.#buffer;
    const start = this.#start;
    this.#start = start + length;
    if (this.#isBorrowed && start === 0 && length === buffer.length) return buffer;
    // A view of a Buffer would be a Buffer, whose `slice` copies nothing.
    return this.#isBorrowed
      ? new Uint8Array(buffer.buffer, buffer.byteOffset + start, length)
      : new Uint8Array(buffer.subarray(start, start + length));
  }

  #makeRoom(wanted: number): void {
    const needed = this.length + wanted;
    const live = this.#buffer.subarray(this.#start, this.#end);
    const isRoomy = !this.#isBorrowed && needed * 2 <= this.#buffer.length;
    const target = isRoomy ? this.#buffer : new Uint8Array(Math.max(smallestBuffer, needed * 2));
    target.set(live, 0);
    this.#buffer = target;
    this.#isBorrowed = false;
    this.#end -= this.#start;
    this.#start = 0;
  }
}

const nothing = new Uint8Array(0);

/** A record header or a short message fits; what is longer grows by doubling. */
const smallestBuffer = 0x100;
