/** Bytes of what `hashText` gives. */
export const textHashBytes = 8;

/**
 * A quick hash of a text: two multiplicative hashes of 32 bits side by side (after cyrb53, public domain, https://github.com/bryc/code).
 * Texts with equal hashes can be made on purpose, so it must not decide anything that an attacker gains from.
 */
export function hashText(text: string): Uint8Array {
  const { length } = text;
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  // A step takes two units of UTF-16, which fill its 32 bits.
  for (let index = 0; index < length; index += 2) {
    const next = index + 1 < length ? text.charCodeAt(index + 1) : 0;
    const units = text.charCodeAt(index) | (next << 16);
    high = Math.imul(high ^ units, 2_654_435_761);
    low = Math.imul(low ^ units, 1_597_334_677);
  }
  // The length tells an odd last unit from one that a NUL follows.
  high ^= length;
  low ^= length;
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return new Uint8Array(Uint32Array.of(low, high).buffer);
}
