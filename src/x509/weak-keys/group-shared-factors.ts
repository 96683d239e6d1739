import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { findSharedFactors } from './shared-factors.ts';

/** Moduli with a factor in common that is none of them: each is broken, as the factor splits it. */
export interface SharedFactor {
  /** Places among the moduli, in order; at least one (then whom it shares with was not found out). */
  readonly members: readonly number[];
}

export interface SharedFactors {
  readonly groups: readonly SharedFactor[];
  /** Moduli that others divide or are divided by, of which the budget did not allow to say more. */
  readonly unresolved: readonly number[];
}

/**
 * Pairs compared one by one to find out who shares with whom, where the batch alone does not tell: 1 s at 2048 bits. Only moduli
 * that share something come here, in sound fleets none; a peer can make as many as it shows keys.
 */
export const MAX_COMPARED_PAIRS = 10_000;

/**
 * Finds which of these different moduli share factors, and groups them. A modulus that is merely divided by another, or divides
 * another, is not broken by that: anyone can publish a multiple of somebody else's modulus.
 */
export function* groupSharedFactors(moduli: readonly bigint[]): Generator<undefined, SharedFactors, undefined> {
  const shared = yield* findSharedFactors(moduli);
  const touched = [...moduli.keys()].filter((index) => shared[index] !== 1n);
  const groups = new Map<bigint, Set<number>>();
  const join = (factor: bigint, index: number): void => {
    const group = groups.get(factor);
    if (group === undefined) groups.set(factor, new Set([index]));
    else group.add(index);
  };
  for (const index of touched) {
    const factor = shared[index];
    if (factor !== undefined && factor !== moduli[index]) join(factor, index);
  }
  // Those that nobody shares the very same factor with: the other one shares more than that, or all of itself.
  const lonely = touched.filter((index) => (groups.get(shared[index] ?? 0n)?.size ?? 0) < 2);
  const unresolved: number[] = [];
  let pairs = 0;
  for (const index of lonely) {
    const modulus = moduli[index] ?? 1n;
    if (pairs + touched.length > MAX_COMPARED_PAIRS) {
      if (shared[index] === modulus) unresolved.push(index);
      continue;
    }
    for (const other of touched) {
      if (other === index) continue;
      pairs += 1;
      const otherModulus = moduli[other] ?? 1n;
      const factor = greatestCommonDivisor(modulus, otherModulus);
      if (factor === 1n) continue;
      if (factor !== modulus) join(factor, index);
      if (factor !== otherModulus) join(factor, other);
    }
    yield;
  }
  for (const modulus of moduli) groups.delete(modulus);
  return { groups: distinct(groups), unresolved };
}

/** Without groups of one whose member stands in a larger one. */
function distinct(groups: ReadonlyMap<bigint, ReadonlySet<number>>): readonly SharedFactor[] {
  const sorted = [...groups.values()].map((members) => ({ members: [...members].sort((a, b) => a - b) }));
  const inCompany = new Set(sorted.flatMap(({ members }) => (members.length > 1 ? members : [])));
  return sorted
    .filter(({ members }) => members.length > 1 || !members.every((index) => inCompany.has(index)))
    .sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}
