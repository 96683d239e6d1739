/** Lets so many through at once for each key, an address say; the others wait in line. */
export interface KeyedLimit {
  /** Undefined: one may go on at once. */
  readonly enter: (key: string) => Promise<void> | undefined;
  readonly leave: (key: string) => void;
}

interface Gate {
  inside: number;
  readonly waiting: (() => void)[];
}

/** Keeps nothing of a key whose last one has left. */
export function createKeyedLimit(atOnce: (key: string) => number): KeyedLimit {
  const gates = new Map<string, Gate>();
  return {
    enter: (key) => {
      const most = atOnce(key);
      if (most === Number.POSITIVE_INFINITY) return undefined;
      const gate = gates.get(key);
      if (gate === undefined) gates.set(key, { inside: 1, waiting: [] });
      else if (gate.inside < most) gate.inside += 1;
      else {
        return new Promise((enter) => {
          gate.waiting.push(enter);
        });
      }
      return undefined;
    },
    leave: (key) => {
      const gate = gates.get(key);
      if (gate === undefined) return;
      const next = gate.waiting.shift();
      if (next !== undefined) next();
      else if (gate.inside > 1) gate.inside -= 1;
      else gates.delete(key);
    },
  };
}
