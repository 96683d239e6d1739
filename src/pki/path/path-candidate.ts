import type { Certificate } from '../../x509/certificate.ts';
import { pathErrorRank } from './path-error-rank.ts';
import type { PathFault } from './rule.ts';

/** A path that does not hold, and everything found wrong with it. */
export interface CandidatePath {
  /** Leaf first, as far as it reached. */
  readonly path: readonly Certificate[];
  readonly reachesAnchor: boolean;
  /** At least one. */
  readonly faults: readonly PathFault[];
}

/** The fault to name: the one of highest rank; of equals the one nearest to the leaf. */
export function mostSpecificFault({ faults, reachesAnchor }: CandidatePath): PathFault | undefined {
  const eligible = reachesAnchor ? faults : faults.filter(({ kind }) => unanchoredKinds.has(kind));
  return eligible.reduce<PathFault | undefined>(
    (best, fault) => (best === undefined || rank(fault) > rank(best) ? fault : best),
    undefined,
  );
}

/** Without an anchor only what ended the path counts: of an expired leaf of an unknown issuer, the unknown issuer is named. */
const unanchoredKinds: ReadonlySet<string> = new Set([
  'unknown-issuer',
  'bad-signature',
  'unsupported-signature-algorithm',
]);

/**
 * Whether one candidate explains more than another. In this order: it reaches an anchor; it has fewer faults (with an anchor);
 * its fault ranks higher; its path is shorter (with an anchor) or longer (without one).
 */
export function isMoreSpecific(candidate: CandidatePath, best: CandidatePath): boolean {
  if (candidate.reachesAnchor !== best.reachesAnchor) return candidate.reachesAnchor;
  if (candidate.reachesAnchor && candidate.faults.length !== best.faults.length) {
    return candidate.faults.length < best.faults.length;
  }
  const [left, right] = [rank(mostSpecificFault(candidate)), rank(mostSpecificFault(best))];
  if (left !== right) return left > right;
  return candidate.reachesAnchor ? candidate.path.length < best.path.length : candidate.path.length > best.path.length;
}

function rank(fault: PathFault | undefined): number {
  return fault === undefined ? -1 : pathErrorRank[fault.kind];
}
