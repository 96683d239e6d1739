import type { PathError, PathErrorKind } from '../../pki/path/path.ts';
import type { StoreTrust } from '../evidence.ts';

/**
 * Why a trust list of the role has no path, if it is for a reason of this kind: what `chain-trust` refuses by a rule, the check of that
 * rule refuses too.
 */
export function findRefusal(trust: readonly StoreTrust[], kind: PathErrorKind): PathError | undefined {
  for (const { list, result } of trust) {
    if (result.ok || result.error.kind !== kind) continue;
    if (!trust.some((other) => other.list === list && other.result.ok)) return result.error;
  }
  return undefined;
}
