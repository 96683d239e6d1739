import { maxModuliCompared } from '../../audit/summary/key-holders.ts';
import type { Problem } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** How many keys of different endpoints are compared with each other. */
export const compareOptions = {
  'compare-moduli': {
    kind: 'text',
    describe: `number of RSA moduli to compare for shared primes, 0 to ${maxModuliCompared} (0); takes 0.5 ms or more each`,
  },
} as const satisfies Record<string, Option>;

export interface CompareChoice {
  readonly compareModuli: number | undefined;
  readonly problems: readonly Problem[];
}

export function readCompareOptions(args: Arguments): CompareChoice {
  const text = args.text('compare-moduli');
  if (text === undefined) return { compareModuli: undefined, problems: [] };
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (count <= maxModuliCompared) return { compareModuli: count, problems: [] };
  const message = `${JSON.stringify(text)} is not a number from 0 to ${maxModuliCompared}`;
  return { compareModuli: undefined, problems: [problem(message, '--compare-moduli')] };
}
