import { createHash } from 'node:crypto';

/** A stream of numbers that follows from a seed. */
export interface Random {
  /** 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly bytes: (length: number) => Uint8Array;
  /** True once in `times`. */
  readonly onceIn: (times: number) => boolean;
}

/** xoshiro128**, seeded through SHA-256, so that seeds that look alike give streams that do not. */
export function createRandom(seed: string): Random {
  const state = new Uint32Array(new Uint8Array(createHash('sha256').update(seed).digest()).buffer, 0, 4);
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const third = c ^ a;
    const fourth = d ^ b;
    state[1] = b ^ third;
    state[0] = a ^ fourth;
    state[2] = third ^ (b << 9);
    state[3] = rotate(fourth, 11);
    return result;
  };
  const below = (limit: number): number => next() % limit;
  return {
    below,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[below(list.length)] as (typeof list)[number];
    },
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
    onceIn: (times) => below(times) === 0,
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
