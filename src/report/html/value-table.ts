/** Values each once: others refer to them by position. Values with the same key are the same. */
export interface ValueTable<Value> {
  /** The position of a value, which is added if it is new. */
  readonly put: (value: Value) => number;
  /** In the order of their positions. */
  readonly all: () => readonly Value[];
}

/** An empty table. */
export function createValueTable<Value>(keyOf: (value: Value) => string): ValueTable<Value> {
  const positions = new Map<string, number>();
  const values: Value[] = [];
  return {
    put: (value) => {
      const key = keyOf(value);
      const known = positions.get(key);
      if (known !== undefined) return known;
      positions.set(key, values.length);
      return values.push(value) - 1;
    },
    all: () => values,
  };
}
