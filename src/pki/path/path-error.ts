import type { PathError, PathRequest } from './path.ts';
import { type BudgetItem, budgetTexts } from './path-budget.ts';
import { type CandidatePath, mostSpecificFault } from './path-candidate.ts';

/** The error of a search that looked everywhere: the most specific fault of the best candidate. */
export function explainCandidate(candidate: CandidatePath, { leaf }: PathRequest): PathError {
  const fault = mostSpecificFault(candidate);
  return {
    kind: fault?.kind ?? 'unknown-issuer',
    message: fault?.message ?? 'No path was found.',
    path: candidate.path,
    reachesAnchor: candidate.reachesAnchor,
    certificate: fault?.certificate ?? leaf,
  };
}

/** The error of a search that had to stop: what ran out, and how far the best candidate reached. */
export function explainBudget(item: BudgetItem, candidate: CandidatePath, { leaf, store }: PathRequest): PathError {
  return {
    kind: 'budget-exceeded',
    message: `The search for a path to ${store.name} stopped after ${budgetTexts[item]} without finding one.`,
    path: candidate.path,
    reachesAnchor: candidate.reachesAnchor,
    certificate: leaf,
  };
}

/** The error where no certificate is an anchor or names one as its issuer, without a search for the candidate that came closest. */
export function unreachable({ leaf, store }: PathRequest): PathError {
  return {
    kind: 'unknown-issuer',
    message: `No certificate of the chain leads to an anchor of ${store.name}.`,
    path: [leaf],
    reachesAnchor: false,
    certificate: leaf,
  };
}
