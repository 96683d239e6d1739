import type { Decoding } from './decoding.ts';

/** Where a header with a long length stands, and what it belongs to. */
export interface LongLength {
  readonly bytes: Uint8Array;
  /** Of the identifier octet. */
  readonly start: number;
  /** End of what surrounds the element, exclusive. */
  readonly end: number;
  readonly what: string;
}

/** Reads a length of several octets (X.690 §8.1.3.5); -1 after a failure. DER wants it definite and as short as can be (§10.1). */
export function readLongLength({ bytes, start, end, what }: LongLength, decoding: Decoding): number {
  const refuse = (message: string): -1 => {
    decoding.fail('bad-length', message, start);
    return -1;
  };
  const count = (bytes[start + 1] ?? 0) & 0x7f;
  if (count === 0) return refuse(`The ${what} has an indefinite length, which DER forbids.`);
  if (count > 4) return refuse(`The ${what} has a length of ${count} octets; the limit is 4.`);
  if (start + 2 + count > end) {
    decoding.fail('truncated', `The ${what} is truncated in its length field.`, start);
    return -1;
  }
  let length = 0;
  for (let index = start + 2; index < start + 2 + count; index += 1) length = length * 0x100 + (bytes[index] ?? 0);
  return length < 0x80 || length < 0x100 ** (count - 1)
    ? refuse(`The ${what}'s length ${length} is encoded in more octets than needed.`)
    : length;
}
