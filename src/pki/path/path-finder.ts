import { err, ok } from '../../model/result.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { createAscents } from './ascents.ts';
import type { FindPath, PathError, PathRequest } from './path.ts';
import { explainBudget, explainCandidate } from './path-error.ts';
import { createQuestions, type Question, validationOf } from './path-question.ts';
import { createPathSearch } from './path-search.ts';
import { type IsPublicSuffix, isSingleLabel } from '../names/public-suffixes.ts';

/** What a finder is given for all its requests. */
export interface PathFinderOptions {
  /** From `loadPublicSuffixes`. Default: single labels only, as mozilla::pkix. Read by `web-pki` and `strict`. */
  readonly isPublicSuffix?: IsPublicSuffix;
}

/**
 * A `findPath` that remembers what it found of each certificate across requests and stores, and above each issuer, as
 * `checkLink` remembers which signatures were verified. One is enough for a run: a fleet shows the same issuers thousands of times.
 */
export function createPathFinder({ isPublicSuffix = isSingleLabel }: PathFinderOptions = {}): FindPath {
  const questionOf = createQuestions(isPublicSuffix);
  return (request) => {
    const question = questionOf(request);
    return recall(request, question) ?? searchTwice(request, question);
  };
}

/** What an earlier search for another leaf of the same issuer tells, where this leaf is sound itself. */
function recall(request: PathRequest, question: Question): ReturnType<FindPath> | undefined {
  const { leaf, store } = request;
  const ascents = question.ascents.get(store);
  if (ascents === undefined || dependsOnMore(request)) return undefined;
  if (question.faultsOf({ certificate: leaf, below: [], isAnchor: false }, question).length > 0) return undefined;
  const answer = ascents.recall(request);
  if (answer?.ok !== true) return answer;
  for (const rule of question.rules.pathRules) {
    if (rule(answer.value.certificates) !== undefined) return undefined;
  }
  return answer;
}

/** Whether the answer depends on what is not remembered: a bound of the caller's own, or revocation. */
function dependsOnMore({ maximumIntermediates, judgeRevocation }: PathRequest): boolean {
  return maximumIntermediates !== undefined || judgeRevocation !== undefined;
}

/**
 * First for a path without fault, pruning at the first fault; only if faults were in the way, again with faults tolerated, to
 * learn which path came closest. Signatures checked the first time are remembered the second.
 */
function searchTwice(request: PathRequest, question: Question): ReturnType<FindPath> {
  const { rules, faultsOf } = question;
  const search = () => createPathSearch({ request, rules, faultsOf, validation: validationOf(request, question) });
  const first = search();
  const found = first.findFaultless();
  const tried = dependsOnMore(request) ? undefined : first.triedUnfaulted();
  if (found !== undefined) {
    keep(request, question, { tried, path: found, error: undefined });
    return ok({ certificates: found });
  }
  const best = first.bestUnfaulted() ?? search().findBestCandidate();
  const spent = first.budgetExceeded();
  const error = spent === undefined ? explainCandidate(best, request) : explainBudget(spent, best, request);
  const { path, ...why } = error;
  keep(request, question, { tried, path, error: why });
  return err(error);
}

interface Outcome {
  readonly tried: readonly Certificate[] | undefined;
  readonly path: readonly Certificate[];
  readonly error: Omit<PathError, 'path'> | undefined;
}

/** Remembers what a search without faults found above the leaf. */
function keep(request: PathRequest, { ascents }: Question, { tried, path, error }: Outcome): void {
  const [, issuer] = path;
  if (tried === undefined || issuer === undefined) return;
  const ofStore = ascents.get(request.store) ?? createAscents();
  ascents.set(request.store, ofStore);
  ofStore.keep(request, { issuer, tried, above: path.slice(1), error });
}
