/** Slots at first; there are always at least twice as many as texts. */
const firstSlots = 1_024;

/**
 * Tells whether a text is new, and remembers it by its hash alone: 8 bytes a slot, so a million take 16 MB and none of it
 * is looked at by the garbage collector. Of a million texts two share the 53 bits with a chance of one in 18,000; the second
 * is then taken for known.
 */
export function createTextFilter(): (text: string) => boolean {
  let slots = new Float64Array(firstSlots);
  let filled = 0;
  return (text) => {
    if (!insert(slots, hash53(text))) return false;
    filled += 1;
    if (filled * 2 > slots.length) slots = grown(slots);
    return true;
  };
}

function grown(slots: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(slots.length * 2);
  for (const hash of slots) if (hash !== 0) insert(larger, hash);
  return larger;
}

/** Puts a hash into the first free slot from its own on; false where it is there already. */
function insert(slots: Float64Array, hash: number): boolean {
  let at = hash % slots.length;
  while (slots[at] !== 0) {
    if (slots[at] === hash) return false;
    at = (at + 1) % slots.length;
  }
  slots[at] = hash;
  return true;
}

/**
 * Two multiplicative hashes side by side (after cyrb53, public domain, https://github.com/bryc/code); never 0. A step takes two
 * units of UTF-16, which fill its 32 bits, and the length tells a last one from one before a NUL.
 */
export function hash53(text: string): number {
  const { length } = text;
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < length; index += 2) {
    const next = index + 1 < length ? text.charCodeAt(index + 1) : 0;
    const units = text.charCodeAt(index) | (next << 16);
    high = Math.imul(high ^ units, 2_654_435_761);
    low = Math.imul(low ^ units, 1_597_334_677);
  }
  high ^= length;
  low ^= length;
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (low & 0x1fffff) + (high >>> 0) || 1;
}
