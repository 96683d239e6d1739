import { createWorkBudget, maximumWork, type WorkBudget } from '../work/work-budget.ts';

/** What one search may spend. Each figure is counted, not timed, so that the same input always ends the same way. */
export interface PathBudget {
  /**
   * Takes one from what is left of an item, and `cost` from the endpoint's work (`WorkBudget`), of which `work` is all there is to take;
   * false, and `exceeded` is set, when nothing is left.
   */
  readonly spend: (item: BudgetItem, cost?: number) => boolean;
  /** Notes that the endpoint's work is spent. */
  readonly endWork: () => void;
  /** The first item that ran out. */
  readonly exceeded: () => BudgetItem | undefined;
}

export type BudgetItem = 'signature checks' | 'path nodes' | 'certificates in a path' | 'revocation judgments' | 'work';

/** Go's crypto/x509 `maxChainSignatureChecks` and rustls-webpki's `Budget::signatures`, both 100. */
export const maximumSignatureChecks = 100;

/**
 * Certificates put on top of a path, all branches together. mozilla::pkix and rustls-webpki stop at 200,000 cheap calls of
 * compiled code; a node costs us some 20 µs and the hardest case of x509-limbo and BetterTLS takes fewer than 20 nodes.
 */
const maximumPathNodes = 1_000;

/** Leaf and anchor included. mozilla::pkix stops at 8, rustls-webpki at 6 intermediates; twice that for private PKIs. */
export const maximumPathCertificates = 16;

/**
 * Paths that revocation evidence is asked about. Each costs a signature check per CRL, and revocation that refuses twenty
 * different paths of one leaf will refuse the next. The figure is our own, a fifth of the signature checks.
 */
const maximumRevocationJudgements = 20;

/** A fresh budget for one search. `work` is that of everything that is judged of the endpoint. */
export function createPathBudget(work: WorkBudget = createWorkBudget()): PathBudget {
  const left: Record<Exclude<BudgetItem, 'work'>, number> = {
    'signature checks': maximumSignatureChecks,
    'path nodes': maximumPathNodes,
    'certificates in a path': 0,
    'revocation judgments': maximumRevocationJudgements,
  };
  let exceeded: BudgetItem | undefined;
  return {
    spend: (item, cost = 0) => {
      const isLeft = item === 'work' || left[item] > 0;
      if (isLeft && (cost === 0 || work.spend(cost))) {
        if (item !== 'work') left[item] -= 1;
        return true;
      }
      exceeded ??= isLeft ? 'work' : item;
      return false;
    },
    endWork: () => {
      exceeded ??= 'work';
    },
    exceeded: () => exceeded,
  };
}

/** What was spent, figure included, for messages. */
export const budgetTexts: Readonly<Record<BudgetItem, string>> = {
  'signature checks': `${maximumSignatureChecks} signature checks`,
  'path nodes': `${maximumPathNodes} path nodes`,
  'certificates in a path': `${maximumPathCertificates} certificates in a path`,
  'revocation judgments': `${maximumRevocationJudgements} revocation judgments`,
  work: `as much work as verifying ${maximumWork} signatures (P-256)`,
};
