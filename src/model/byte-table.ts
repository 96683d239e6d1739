/**
 * A hash table from keys of a fixed number of bytes to whole numbers, for a million entries and more. It is kept in typed arrays: objects
 * of this number would take several times the memory, because V8 lets its heap grow to a multiple of what stays in it.
 */
export interface ByteTable {
  /** The value of a key; undefined: the key is not in the table. */
  readonly get: (key: Uint8Array) => number | undefined;
  /** Adds a key or replaces its value, which is a whole number from 1 to 2^32 - 1. */
  readonly set: (key: Uint8Array, value: number) => void;
  /** Number of keys. */
  readonly size: () => number;
  /** Bytes of memory that the table takes. */
  readonly byteLength: () => number;
}

/** A power of two, as every number of slots is. */
const firstSlots = 1_024;

/** At most three slots of four are filled; open addressing slows down steeply beyond that. */
const maximumLoad = 0.75;

const largestValue = 0xffff_ffff;

/**
 * Makes an empty table. Keys have `keyBytes` bytes each, at least four. They are hashes themselves, so their first four bytes are evenly
 * distributed and choose the slot.
 *
 * ```text
 * slot       0       1       2       3
 * keys     | a.... | 0.... | b.... | c.... |    keyBytes for each slot
 * values   | 7     | 0     | 1     | 3     |    0: the slot is free
 * ```
 */
export function createByteTable(keyBytes: number): ByteTable {
  let values = new Uint32Array(firstSlots);
  let keys = new Uint8Array(firstSlots * keyBytes);
  let size = 0;

  const isAt = (slot: number, key: Uint8Array): boolean => {
    const start = slot * keyBytes;
    for (let index = 0; index < keyBytes; index += 1) if (keys[start + index] !== key[index]) return false;
    return true;
  };

  /** The slot that holds the key, or the free one in which it belongs. */
  const find = (key: Uint8Array): number => {
    let slot = firstWord(key) % values.length;
    while (values[slot] !== 0 && !isAt(slot, key)) slot = (slot + 1) % values.length;
    return slot;
  };

  const put = (slot: number, key: Uint8Array, value: number): void => {
    keys.set(key, slot * keyBytes);
    values[slot] = value;
  };

  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    values = new Uint32Array(2 * oldValues.length);
    keys = new Uint8Array(2 * oldKeys.length);
    for (const [slot, value] of oldValues.entries()) {
      if (value === 0) continue;
      const key = oldKeys.subarray(slot * keyBytes, (slot + 1) * keyBytes);
      put(find(key), key, value);
    }
  };

  const checkKey = (key: Uint8Array): void => {
    if (key.length !== keyBytes) throw new Error(`a key of ${key.length} bytes in a table of keys of ${keyBytes}`);
  };

  return {
    get: (key) => {
      checkKey(key);
      return values[find(key)] || undefined;
    },
    set: (key, value) => {
      checkKey(key);
      if (!Number.isInteger(value) || value < 1 || value > largestValue)
        throw new Error(`no value of a table: ${value}`);
      const slot = find(key);
      const isNew = values[slot] === 0;
      put(slot, key, value);
      if (!isNew) return;
      size += 1;
      if (size > maximumLoad * values.length) grow();
    },
    size: () => size,
    byteLength: () => keys.byteLength + values.byteLength,
  };
}

/** Indexed, because destructuring would go through an iterator. */
function firstWord(key: Uint8Array): number {
  return ((key[0] ?? 0) | ((key[1] ?? 0) << 8) | ((key[2] ?? 0) << 16) | ((key[3] ?? 0) << 24)) >>> 0;
}
