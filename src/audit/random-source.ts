import { randomFillSync } from 'node:crypto';

/** Bytes drawn from the system at once: a hello needs 64, and a draw costs as much for one byte as for thousands. */
const poolBytes = 8_192;

/** Fresh random bytes. No byte is handed out twice. */
export function createRandomSource(): (length: number) => Uint8Array {
  let pool = new Uint8Array(0);
  return (length) => {
    if (length > poolBytes) return randomFillSync(new Uint8Array(length));
    if (pool.length < length) pool = randomFillSync(new Uint8Array(poolBytes));
    const bytes = pool.subarray(0, length);
    pool = pool.subarray(length);
    return bytes;
  };
}

/** A random number of at least 0 and below 1, made of random bytes. */
export function createRandomFraction(random: (length: number) => Uint8Array): () => number {
  return () => {
    const bytes = random(4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
  };
}
