import { randomFillSync } from 'node:crypto';

/** Bytes drawn from the system at once. A hello needs 64, and drawing one byte costs as much as drawing thousands. */
const poolBytes = 8_192;

/** Gives fresh random bytes; no byte is given twice. */
export function createRandomSource(): (length: number) => Uint8Array {
  let pool = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (length > poolBytes) return randomFillSync(new Uint8Array(length));
    if (used + length > pool.length) {
      pool = randomFillSync(new Uint8Array(poolBytes));
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
}

/** Makes random numbers of at least 0 and below 1 from random bytes. */
export function createRandomFraction(random: (length: number) => Uint8Array): () => number {
  return () => {
    const bytes = random(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
  };
}
