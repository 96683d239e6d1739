/** What was read from elements of DER, by their bytes. Certificates of one CA repeat most of what they say. */
export interface ElementMemory<T> {
  /** Undefined where these bytes, one character each, were not seen, or are forgotten. */
  readonly find: (bytes: string) => T | undefined;
  readonly keep: (bytes: string, value: T) => void;
}

/** Longest element that is looked up, in bytes: what repeats is short, and each key is a copy. */
export const MAX_REMEMBERED_BYTES = 512;

/** Entries of each of two generations: with their keys some hundred kilobytes a memory, more than the issuers of a fleet fill. */
const maximumEntries = 256;

/** An empty memory, bounded: a generation that is full is kept until the next one is, and what was asked for moves along. */
export function createElementMemory<T>(): ElementMemory<T> {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  const keep = (bytes: string, value: T): void => {
    if (young.size >= maximumEntries) {
      old = young;
      young = new Map();
    }
    young.set(bytes, value);
  };
  return {
    find: (bytes) => {
      const known = young.get(bytes);
      if (known !== undefined) return known;
      const aged = old.get(bytes);
      if (aged !== undefined) keep(bytes, aged);
      return aged;
    },
    keep,
  };
}
