import type { Mutant } from './mutant.ts';

export interface Choice {
  /** How many. */
  readonly some?: string | undefined;
  /** Which turn; absent: the day. */
  readonly seed?: string | undefined;
  /** Ids. */
  readonly only?: readonly string[] | undefined;
}

const msPerDay = 86_400_000;

/** All, those named, or as many as are wanted, by turns: the next seed has the next ones, so that in the end all had their turn. */
export function chooseMutants(mutants: readonly Mutant[], { some, seed, only }: Choice, now: Date): readonly Mutant[] {
  if (only !== undefined) {
    const unknown = only.filter((wanted) => !mutants.some(({ id }) => id === wanted));
    if (unknown.length > 0) throw new Error(`there is no mutant ${unknown.join(', ')}`);
    return mutants.filter(({ id }) => only.includes(id));
  }
  if (some === undefined) return mutants;
  const count = Math.min(readCount(some), mutants.length);
  const turn = turnOf(seed, now);
  // A stride that has no factor in common with the length visits each once, and takes neighbours of the list apart.
  const stride = [...Array(mutants.length).keys()].find(
    (each) => each > mutants.length / 3 && isCoprime(each, mutants.length),
  );
  return Array.from(
    { length: count },
    (_, place) => mutants[((turn * count + place) * (stride ?? 1)) % mutants.length],
  ).filter((mutant) => mutant !== undefined);
}

/** The number of the turn: that of the day, counted from 1970, unless one is given. */
export function turnOf(seed: string | undefined, now: Date): number {
  return seed === undefined ? Math.floor(now.getTime() / msPerDay) : readCount(seed);
}

function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text} is not a number`);
  return Number(text);
}

function isCoprime(a: number, b: number): boolean {
  return b === 0 ? a === 1 : isCoprime(b, a % b);
}
