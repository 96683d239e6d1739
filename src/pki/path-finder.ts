import { err, ok } from '../model/result.ts';
import { readDialledHost } from './dialled-host.ts';
import type { FindPath, PathRequest } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { explainBudget, explainCandidate } from './path-error.ts';
import { createPathSearch } from './path-search.ts';
import { profileRules } from './profiles.ts';
import type { Validation } from './rule.ts';
import { createVerifiedLinks, type VerifiedLinks } from './verified-links.ts';

/**
 * A `findPath` that remembers which signatures it has verified, across requests and stores. One is enough for a run: a
 * fleet shows the same issuers thousands of times.
 */
export function createPathFinder(): FindPath {
  const links = createVerifiedLinks();
  return (request) => searchTwice(request, links);
}

/**
 * First for a path without fault, pruning at the first fault; only if there is none, again with faults tolerated, to
 * learn which path came closest. Signatures checked the first time are remembered the second.
 */
function searchTwice(request: PathRequest, links: VerifiedLinks): ReturnType<FindPath> {
  const first = createPathSearch({
    request,
    links,
    rules: profileRules[request.profile],
    validation: validationOf(request),
  });
  const found = first.findFaultless();
  if (found !== undefined) return ok({ certificates: found });
  const spent = first.budgetExceeded();
  const second = createPathSearch({
    request,
    links,
    rules: profileRules[request.profile],
    validation: validationOf(request),
  });
  const best = second.findBestCandidate();
  return err(spent === undefined ? explainCandidate(best, request) : explainBudget(spent, best, request));
}

function validationOf(request: PathRequest): Validation {
  return {
    at: new Date(Math.floor(request.at.getTime() / 1_000) * 1_000),
    purpose: request.purpose,
    host: readDialledHost(request.host ?? ''),
    maximumIntermediates: request.maximumIntermediates,
    budget: createPathBudget(),
  };
}
