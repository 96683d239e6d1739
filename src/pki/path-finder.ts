import { err, ok } from '../model/result.ts';
import { readDialledHost } from './dialled-host.ts';
import type { FindPath, PathRequest } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import { explainBudget, explainCandidate } from './path-error.ts';
import { createPathSearch } from './path-search.ts';
import { profileRules } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from './public-suffixes.ts';
import type { Validation } from './rule.ts';
import { createVerifiedLinks, type VerifiedLinks } from './verified-links.ts';

/** What a finder is given for all its requests. */
export interface PathFinderOptions {
  /** From `loadPublicSuffixes`. Default: single labels only, as mozilla::pkix. Read by `web-pki` and `strict`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * A `findPath` that remembers which signatures it has verified, across requests and stores. One is enough for a run: a
 * fleet shows the same issuers thousands of times.
 */
export function createPathFinder({ isPublicSuffix = isSingleLabel }: PathFinderOptions = {}): FindPath {
  const links = createVerifiedLinks();
  return (request) => searchTwice(request, { links, isPublicSuffix });
}

interface FinderState {
  readonly links: VerifiedLinks;
  readonly isPublicSuffix: IsPublicSuffix;
}

/**
 * First for a path without fault, pruning at the first fault; only if there is none, again with faults tolerated, to
 * learn which path came closest. Signatures checked the first time are remembered the second.
 */
function searchTwice(request: PathRequest, { links, isPublicSuffix }: FinderState): ReturnType<FindPath> {
  const rules = profileRules[request.profile];
  const search = () => createPathSearch({ request, links, rules, validation: validationOf(request, isPublicSuffix) });
  const first = search();
  const found = first.findFaultless();
  if (found !== undefined) return ok({ certificates: found });
  const best = search().findBestCandidate();
  const spent = first.budgetExceeded();
  return err(spent === undefined ? explainCandidate(best, request) : explainBudget(spent, best, request));
}

function validationOf(request: PathRequest, isPublicSuffix: IsPublicSuffix): Validation {
  return {
    at: new Date(Math.floor(request.at.getTime() / 1_000) * 1_000),
    purpose: request.purpose,
    host: readDialledHost(request.host ?? ''),
    maximumIntermediates: request.maximumIntermediates,
    budget: createPathBudget(),
    isPublicSuffix,
  };
}
