import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { findSharedFactors } from './shared-factors.ts';

/** Moduli that have a proper factor in common, which breaks each of them. */
export interface SharedFactor {
  /** Indexes of the moduli, ascending; at least one (if there is one, the other moduli are unknown). */
  readonly members: readonly number[];
}

export interface SharedFactors {
  readonly groups: readonly SharedFactor[];
  /** Moduli that divide others or are divided by others, and for which the budget was exhausted. */
  readonly unresolved: readonly number[];
}

/**
 * Pairs compared one by one to find out which moduli share a factor, if the batch alone does not tell: 1 s at 2048 bits. Only moduli
 * that share something are compared, in sound fleets none; a peer can present any number of such keys.
 */
export const MAX_COMPARED_PAIRS = 10_000;

/**
 * Finds which of these different moduli share factors, and groups them. A modulus that merely divides another one, or is divided
 * by it, is not broken by that: anyone can publish a multiple of another modulus.
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
  // Moduli whose factor no other one has exactly: the other one shares more than that, or all of itself.
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

/** Drops groups of one whose member is in a larger group. */
function distinct(groups: ReadonlyMap<bigint, ReadonlySet<number>>): readonly SharedFactor[] {
  const sorted = [...groups.values()].map((members) => ({ members: [...members].sort((a, b) => a - b) }));
  const inLargerGroups = new Set(sorted.flatMap(({ members }) => (members.length > 1 ? members : [])));
  return sorted
    .filter(({ members }) => members.length > 1 || !members.every((index) => inLargerGroups.has(index)))
    .sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0));
}
