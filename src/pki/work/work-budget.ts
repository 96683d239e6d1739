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
 * Some 35 ms: others wait that long at most. A real chain costs 2 to 25, most with P-384; of PKITS none costs more than 10, and of what has to
 * hold in x509-limbo and BetterTLS none more than 41 (thousands of names under constraints).
 */
export const maximumWork = 500;

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
