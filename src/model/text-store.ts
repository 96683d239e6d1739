import { createTextArena } from './text-arena.ts';

/** Texts by key, outside V8's heap: see `TextArena`. */
export interface TextStore {
  readonly get: (key: string) => string | undefined;
  /** Keeps a text under a key that is not there yet; both together of less than a mebibyte. */
  readonly add: (key: string, text: string) => void;
  readonly size: () => number;
  /** Characters kept, keys included. */
  readonly characters: () => number;
}

/** Slots at first; there are always at least twice as many as texts. */
const firstSlots = 1_024;

export function createTextStore(): TextStore {
  const arena = createTextArena();
  let hashes = new Float64Array(firstSlots);
  let places = new Float64Array(firstSlots);
  let size = 0;
  let characters = 0;
  const insert = (hash: number, place: number): void => {
    let slot = hash % hashes.length;
    while (hashes[slot] !== 0) slot = (slot + 1) % hashes.length;
    hashes[slot] = hash;
    places[slot] = place;
  };
  const grow = (): void => {
    const [oldHashes, oldPlaces] = [hashes, places];
    hashes = new Float64Array(2 * oldHashes.length);
    places = new Float64Array(2 * oldHashes.length);
    for (const [slot, hash] of oldHashes.entries()) if (hash !== 0) insert(hash, oldPlaces[slot] ?? 0);
  };
  return {
    get: (key) => {
      const hash = hash53(key);
      // Another key may have the same hash, or be made to.
      for (let slot = hash % hashes.length; hashes[slot] !== 0; slot = (slot + 1) % hashes.length) {
        const entry = hashes[slot] === hash ? arena.read(places[slot] ?? 0) : '';
        if (entry.startsWith(`${key}\n`)) return entry.slice(key.length + 1);
      }
      return undefined;
    },
    add: (key, text) => {
      insert(hash53(key), arena.add(`${key}\n${text}`));
      size += 1;
      characters += key.length + text.length + 1;
      if (2 * size > hashes.length) grow();
    },
    size: () => size,
    characters: () => characters,
  };
}

/**
 * Two multiplicative hashes side by side (after cyrb53, public domain, https://github.com/bryc/code); never 0. A step takes two
 * units of UTF-16, which fill its 32 bits, and the length tells a last one from one before a NUL.
 */
function hash53(text: string): number {
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
