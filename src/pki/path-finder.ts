import { err, ok } from '../model/result.ts';
import { readDialledHost } from './dialled-host.ts';
import type { FindPath, PathRequest } from './path.ts';
import { createPathBudget } from './path-budget.ts';
import type { FindFaults } from './leaf-faults.ts';
import { createOwnFaults } from './own-faults.ts';
import { explainBudget, explainCandidate } from './path-error.ts';
import { createPathSearch } from './path-search.ts';
import { profileRules } from './profiles.ts';
import { type IsPublicSuffix, isSingleLabel } from './public-suffixes.ts';
import type { Validation } from './rule.ts';

/** What a finder is given for all its requests. */
export interface PathFinderOptions {
  /** From `loadPublicSuffixes`. Default: single labels only, as mozilla::pkix. Read by `web-pki` and `strict`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * A `findPath` that remembers what it found of each certificate across requests and stores, as `checkLink` remembers which
 * signatures were verified. One is enough for a run: a fleet shows the same issuers thousands of times.
 */
export function createPathFinder({ isPublicSuffix = isSingleLabel }: PathFinderOptions = {}): FindPath {
  const state = { ownFaults: createOwnFaultsByQuestion(), isPublicSuffix };
  return (request) => searchTwice(request, state);
}

interface FinderState {
  readonly ownFaults: (request: PathRequest) => FindFaults;
  readonly isPublicSuffix: IsPublicSuffix;
}

/** A run asks with one instant, a profile or two and a handful of purposes. */
const maximumQuestions = 64;

/** One memory for each profile, purpose and instant, which is what rules about a certificate itself look at. */
function createOwnFaultsByQuestion(): FinderState['ownFaults'] {
  const memories = new Map<string, FindFaults>();
  return ({ profile, purpose, at }) => {
    const question = `${profile} ${purpose ?? ''} ${secondsOf(at)}`;
    const known = memories.get(question);
    if (known !== undefined) return known;
    if (memories.size >= maximumQuestions) memories.clear();
    const made = createOwnFaults(profileRules[profile]);
    memories.set(question, made);
    return made;
  };
}

/**
 * First for a path without fault, pruning at the first fault; only if faults were in the way, again with faults tolerated, to
 * learn which path came closest. Signatures checked the first time are remembered the second.
 */
function searchTwice(request: PathRequest, { ownFaults, isPublicSuffix }: FinderState): ReturnType<FindPath> {
  const rules = profileRules[request.profile];
  const faultsOf = ownFaults(request);
  const search = () =>
    createPathSearch({ request, rules, faultsOf, validation: validationOf(request, isPublicSuffix) });
  const first = search();
  const found = first.findFaultless();
  if (found !== undefined) return ok({ certificates: found });
  const best = first.bestUnfaulted() ?? search().findBestCandidate();
  const spent = first.budgetExceeded();
  return err(spent === undefined ? explainCandidate(best, request) : explainBudget(spent, best, request));
}

function validationOf(request: PathRequest, isPublicSuffix: IsPublicSuffix): Validation {
  return {
    at: new Date(secondsOf(request.at) * 1_000),
    purpose: request.purpose,
    host: readDialledHost(request.host ?? ''),
    maximumIntermediates: request.maximumIntermediates,
    budget: createPathBudget(),
    isPublicSuffix,
  };
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
