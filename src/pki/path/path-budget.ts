/** What one search may spend. Each figure is counted, not timed, so that the same input always ends the same way. */
export interface PathBudget {
  /** Takes one from what is left; false, and `exceeded` is set, when nothing is. */
  readonly spend: (item: BudgetItem) => boolean;
  /** The first item that ran out. */
  readonly exceeded: () => BudgetItem | undefined;
}

export type BudgetItem =
  | 'signature checks'
  | 'path nodes'
  | 'certificates in a path'
  | 'name constraint comparisons'
  | 'revocation judgments';

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
 * Go's crypto/x509 `MaxConstraintComparisions` and rustls-webpki's `Budget::name_constraint_comparisons`, both 250,000.
 * Looking at a name counts as one, whether or not there is a constraint of its form.
 */
const maximumNameConstraintComparisons = 250_000;

/**
 * Paths that revocation evidence is asked about. Each costs a signature check per CRL, and revocation that refuses twenty
 * different paths of one leaf will refuse the next. The figure is our own, a fifth of the signature checks.
 */
const maximumRevocationJudgements = 20;

/** A fresh budget for one search. */
export function createPathBudget(): PathBudget {
  const left: Record<BudgetItem, number> = {
    'signature checks': maximumSignatureChecks,
    'path nodes': maximumPathNodes,
    'certificates in a path': 0,
    'name constraint comparisons': maximumNameConstraintComparisons,
    'revocation judgments': maximumRevocationJudgements,
  };
  let exceeded: BudgetItem | undefined;
  return {
    spend: (item) => {
      if (left[item] > 0) {
        left[item] -= 1;
        return true;
      }
      exceeded ??= item;
      return false;
    },
    exceeded: () => exceeded,
  };
}

/** The figure behind an item, for messages. */
export const budgetFigures: Readonly<Record<BudgetItem, number>> = {
  'signature checks': maximumSignatureChecks,
  'path nodes': maximumPathNodes,
  'certificates in a path': maximumPathCertificates,
  'name constraint comparisons': maximumNameConstraintComparisons,
  'revocation judgments': maximumRevocationJudgements,
};
