/** Numbers that look random and are the same for the same seed, and the choices that generators make with them. */
export interface Random {
  readonly chance: (probability: number) => boolean;
  /** 0 to `below` - 1. */
  readonly integer: (below: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly shuffle: <T>(list: readonly T[]) => readonly T[];
}

/** One stream for each pair of seed and index, so that a single hierarchy can be made again on its own. */
export function createRandom(seed: number, index: number): Random {
  const next = mulberry32((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    chance: (probability) => next() < probability,
    integer,
    pick: (choices) => choices[integer(choices.length)] ?? choices[0],
    shuffle: (list) =>
      list
        .map((entry) => ({ entry, at: next() }))
        .toSorted((left, right) => left.at - right.at)
        .map(({ entry }) => entry),
  };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, passes gjrand, and fits in five lines. */
function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
