import { hash53 } from '../../model/text-filter.ts';

/** Numbers the different keys of a run, up to a maximum, and counts the endpoints that present each. */
export interface KeyTable {
  /**
   * The number of a key, counted from 0; undefined: it is new and there is no room. One more endpoint presents it. `isIt` tells
   * whether it is the key of this number: hashes can be made to collide.
   */
  readonly find: (
    key: string,
    isIt: (known: number) => boolean,
  ) => { readonly key: number | undefined; readonly isNew: boolean };
  readonly size: () => number;
  readonly endpoints: (key: number) => number;
}

/** Of a SHA-256 in hexadecimal the first 64 bits tell all that the hash holds. */
export function hashOfFingerprint(fingerprint: string): number {
  return hash53(fingerprint.slice(0, 16));
}

/** A key takes some 40 bytes, none of them in V8's heap. */
export function createKeyTable(maximum: number): KeyTable {
  // Half of the slots stay free. Pages that are never written to take no memory.
  const hashes = new Float64Array(2 ** Math.ceil(Math.log2(2 * maximum + 1)));
  const numbers = new Uint32Array(hashes.length);
  const endpoints = new Uint32Array(maximum);
  let size = 0;
  return {
    find: (text, isIt) => {
      const hash = hashOfFingerprint(text);
      let slot = hash % hashes.length;
      while (hashes[slot] !== 0 && !(hashes[slot] === hash && isIt(numbers[slot] ?? 0))) {
        slot = (slot + 1) % hashes.length;
      }
      const isNew = hashes[slot] === 0;
      if (isNew && size === maximum) return { key: undefined, isNew };
      if (isNew) {
        hashes[slot] = hash;
        numbers[slot] = size++;
      }
      const key = numbers[slot] ?? 0;
      endpoints[key] = (endpoints[key] ?? 0) + 1;
      return { key, isNew };
    },
    size: () => size,
    endpoints: (key) => endpoints[key] ?? 0,
  };
}
