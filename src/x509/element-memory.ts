/** What was read from elements of DER, by their bytes. Certificates of one CA repeat most of what they say. */
export interface ElementMemory<T> {
  /** Undefined where these bytes were not seen, or are forgotten. */
  readonly find: (element: Uint8Array) => T | undefined;
  readonly keep: (element: Uint8Array, value: T) => void;
}

/** Longer elements are not looked up: what repeats is short, and each key is a copy. */
const maximumBytes = 512;

/** Entries of each of two generations: with their keys some hundred kilobytes a memory, more than the issuers of a fleet fill. */
const maximumEntries = 256;

/** An empty memory, bounded: a generation that is full is kept until the next one is, and what was asked for moves along. */
export function createElementMemory<T>(): ElementMemory<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  const add = (key: string, value: T): void => {
    if (young.size >= maximumEntries) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    find: (element) => {
      if (element.length > maximumBytes) return undefined;
      const key = keyOf(element);
      const known = young.get(key);
      if (known !== undefined) return known;
      const aged = old.get(key);
      if (aged !== undefined) add(key, aged);
      return aged;
    },
    keep: (element, value) => {
      if (element.length <= maximumBytes) add(keyOf(element), value);
    },
  };
}

/** One character a byte. */
function keyOf(element: Uint8Array): string {
  return Buffer.from(element.buffer, element.byteOffset, element.length).toString('latin1');
}
