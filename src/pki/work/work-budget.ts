/**
 * What judging one endpoint may cost, in verifications of a signature with P-256 (`verificationCost`). It is counted and not timed, so
 * that the same input always ends the same way. Once something was refused, everything is: what is left is not spent on what comes later.
 */
export interface WorkBudget {
  /** Takes a cost from what is left; false if it is more than that. */
  readonly spend: (cost: number) => boolean;
  /** What was taken so far. */
  readonly spent: () => number;
  /** How often something was refused. */
  readonly refusals: () => number;
}

/**
 * Some 40 ms: others wait that long at most. Judging a real chain with its answers costs 2 to 15 (P-384 costs most of what is in use), and
 * the hardest case of x509-limbo that has to hold a fraction of this; see docs/limits.md.
 */
export const maximumWork = 600;

/** `limit`: for tests. */
export function createWorkBudget(limit = maximumWork): WorkBudget {
  let spent = 0;
  let refusals = 0;
  return {
    spend: (cost) => {
      if (refusals > 0 || spent + cost > limit) {
        refusals += 1;
        return false;
      }
      spent += cost;
      return true;
    },
    spent: () => spent,
    refusals: () => refusals,
  };
}

/** The figure, for messages. */
export const overBudget = `Judging this endpoint takes more work than verifying ${maximumWork} signatures (P-256), the budget of an endpoint.`;
