/** A map that never has more than a given number of entries: one more displaces the entry that was added first. */
export interface BoundedMap<Value, Key = string> {
  readonly get: (key: Key) => Value | undefined;
  /** Replaces the value of a known key without making it younger. */
  readonly set: (key: Key, value: Value) => void;
  /** The value of `key`; if there is none, the one that `make` returns, which is added. An undefined value is not kept. */
  readonly getOrMake: (key: Key, make: () => Value) => Value;
  readonly delete: (key: Key) => void;
  /** Removes the entry that was added first and returns its value; undefined if the map is empty. */
  readonly deleteOldest: () => Value | undefined;
  readonly size: () => number;
}

/** `maxEntries`: 1 or more. */
export function createBoundedMap<Value, Key = string>(maxEntries: number): BoundedMap<Value, Key> {
  const entries = new Map<Key, Value>();
  // One iterator for all deletions: a new one would step over the gaps that earlier deletions left, up to half of the entries.
  let keys: MapIterator<Key> | undefined;
  const deleteOldest = (): Value | undefined => {
    keys ??= entries.keys();
    const oldest = keys.next();
    if (oldest.done) {
      keys = undefined;
      return undefined;
    }
    const value = entries.get(oldest.value);
    entries.delete(oldest.value);
    return value;
  };
  const set = (key: Key, value: Value): void => {
    if (entries.size >= maxEntries && !entries.has(key)) deleteOldest();
    entries.set(key, value);
  };
  return {
    get: (key) => entries.get(key),
    set,
    getOrMake: (key, make) => {
      const known = entries.get(key);
      if (known !== undefined) return known;
      const made = make();
      if (made !== undefined) set(key, made);
      return made;
    },
    delete: (key) => {
      entries.delete(key);
    },
    deleteOldest,
    size: () => entries.size,
  };
}
