import { concatenate } from './byte-writer.ts';

/**
 * Bytes that arrived and are not consumed yet, as the pieces in which they came. What is taken out is a view of a piece, or a
 * copy if it is the smaller part of a large one; pieces are joined only if it reaches past the first one. A caller that
 * waits until enough bytes are there before it takes them has each byte copied at most a few times, however small the
 * pieces are. Pieces must not be written to after they were pushed.
 */
export class ByteQueue {
  #pieces: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** A view of the first `length` bytes, or of all if there are fewer. */
  peek(length: number): Uint8Array {
    return this.#front(length).subarray(0, length);
  }

  /** As `peek`, and removes them. */
  take(length: number): Uint8Array {
    const front = this.#front(length);
    const taken = front.subarray(0, length);
    this.#length -= taken.length;
    if (taken.length === front.length) this.#pieces.shift();
    else this.#pieces[0] = withoutBallast(front.subarray(taken.length));
    return withoutBallast(taken);
  }

  /** The first piece, with at least `length` bytes; if there are fewer, with all of them. */
  #front(length: number): Uint8Array {
    const [first = nothing] = this.#pieces;
    if (first.length >= length || this.#pieces.length < 2) return first;
    const joined = concatenate(this.#pieces);
    this.#pieces = [joined];
    return joined;
  }
}

const nothing = new Uint8Array(0);

/** A view keeps all of its buffer in memory. A real flight, of some 5 KB, is never copied. */
const largeBuffer = 16_384;

/** The same bytes: a copy if most of the large buffer behind them is something else. What remains halves, so all copies are no longer than it. */
function withoutBallast(view: Uint8Array): Uint8Array {
  const held = view.buffer.byteLength;
  return held > largeBuffer && view.length < held / 2 ? view.slice() : view;
}
