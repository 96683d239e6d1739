import { err, ok } from '../../model/result.ts';
import { type CheckLink, createLinkChecker } from './check-link.ts';
import type { FindPath, PathRequest } from './path.ts';
import { explainBudget, explainCandidate, unreachable } from './path-error.ts';
import { createPathBudget } from './path-budget.ts';
import { findBestCandidate, findSoundPath, type PathSearch } from './path-search.ts';
import { profileRules } from './profiles.ts';
import type { Validation } from './rule.ts';
import type { WorkBudget } from '../work/work-budget.ts';
import { sortConstraintsOnce } from '../constraints/sort-constraints.ts';
import { type IsPublicSuffix, isSingleLabel } from '../names/public-suffixes.ts';

/** What a finder is given for all its requests. */
export interface PathFinderOptions {
  /** From `loadPublicSuffixes`. Default: single labels only, as mozilla::pkix. Read by `web-pki` and `strict`. */
  readonly isPublicSuffix?: IsPublicSuffix;
  /** Shared with whatever else in the run checks links. Default: the finder's own, see `createLinkChecker`. */
  readonly checkLink?: CheckLink;
  /** Spent by all its searches together, with whatever else is judged of an endpoint. Default: one of its own for each search. */
  readonly work?: WorkBudget;
}

/** Makes a `findPath`. Its answers depend on the request alone; what it remembers are the signatures it verified. */
export function createPathFinder({
  isPublicSuffix = isSingleLabel,
  checkLink = createLinkChecker(),
  work,
}: PathFinderOptions = {}): FindPath {
  return (request) => {
    const rules = profileRules[request.profile];
    const newSearch = (): PathSearch => ({
      request,
      rules,
      validation: validationOf(request, { isPublicSuffix, checkLink, work }),
    });
    const first = mayReachAnchor(request) ? newSearch() : undefined;
    if (first === undefined && request.isReasonWanted === false) return err(unreachable(request));
    const certificates = first && findSoundPath(first);
    if (certificates !== undefined) return ok({ certificates });
    const second = newSearch();
    const best = findBestCandidate(second);
    const exceeded = (first ?? second).validation.budget.exceeded();
    return err(exceeded === undefined ? explainCandidate(best, request) : explainBudget(exceeded, best, request));
  };
}

/** Whether any certificate is an anchor or names one as its issuer. Most private chains name none of the public store. */
function mayReachAnchor({ leaf, candidates, store }: PathRequest): boolean {
  return [leaf, ...candidates].some(
    ({ sha256, issuer }) => store.findBySubject(issuer).length > 0 || store.findByFingerprint(sha256) !== undefined,
  );
}

/** What the rules of one search are handed, its budget included. */
function validationOf(
  { at, purpose, host, maximumIntermediates, store }: PathRequest,
  {
    isPublicSuffix,
    checkLink,
    work,
  }: Required<Pick<PathFinderOptions, 'isPublicSuffix' | 'checkLink'>> & {
    readonly work: WorkBudget | undefined;
  },
): Validation {
  return {
    at: new Date(Math.floor(at.getTime() / 1_000) * 1_000),
    purpose,
    host,
    maximumIntermediates,
    distrustAfter: store.distrustAfter,
    budget: createPathBudget(work),
    sortConstraints: sortConstraintsOnce(),
    isPublicSuffix,
    checkLink,
  };
}
