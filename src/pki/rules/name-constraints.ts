import type { GeneralName, NameConstraints } from '../../x509/certificate.ts';
import { constrainedNames } from '../constraints/constrained-names.ts';
import {
  formsOf,
  isInSubtree,
  type NameForm,
  type Obstacle,
  readComparableName,
  sizeOfName,
  type Subtree,
} from '../constraints/name-relation.ts';
import type { SortedConstraints, SortedSubtree } from '../constraints/sort-constraints.ts';
import { readDialedHost } from '../names/dialed-host.ts';
import { bytesPerVerification } from '../../x509/keys/verification-cost.ts';
import { isSelfIssued } from '../path/issuer-links.ts';
import { joinWords } from '../join-words.ts';
import { nameOf, quoteName } from '../name-of.ts';
import type { PathBudget } from '../path/path-budget.ts';
import type { PlaceRule } from '../path/rule.ts';

/**
 * RFC 5280 §6.1.3 (b) and (c), seen from the constraining CA downwards, which asks the same as carrying the subtrees
 * along and lets the search prune: every name of every certificate below is inside the permitted subtrees of its form
 * and outside the excluded ones. Self-issued certificates are exempt unless they are the leaf. The anchor's own
 * constraints hold too (RFC 5937).
 */
export const nameConstraintsHold: PlaceRule = ({ certificate, below }, { budget, host, sortConstraints }) => {
  const constraints = certificate.extensions.nameConstraints;
  if (below.length === 0 || constraints === undefined || !constraints.ok) return undefined;
  const sorted = sortConstraints(constraints.value);
  const defect = findDefect(constraints.value, sorted);
  if (defect !== undefined) {
    const message = `The name constraints of ${nameOf(certificate)} ${defect}, so no name can be checked against them.`;
    return { kind: 'name-constraints', message, certificate };
  }
  for (const [index, subject] of below.entries()) {
    if (index > 0 && isSelfIssued(subject)) continue;
    const names = constrainedNames(subject, index === 0 ? readDialedHost(host ?? '') : undefined);
    const findFault = (name: GeneralName): string | undefined => judgeForms(name, sorted, budget);
    for (const [at, name] of names.entries()) {
      const relation = findFault(name);
      if (relation === undefined) continue;
      const rest =
        countSubtrees(constraints.value) > maximumSubtrees ? [] : names.slice(at + 1, at + 1 + maximumOthers);
      const others = rest.filter((other) => findFault(other) === relation).map(quoteName);
      const seen = `The name ${quoteName(name)} of ${nameOf(subject)} ${relation} the name constraints of ${nameOf(certificate)}.`;
      const also = others.length === 0 ? '' : ` The same applies to ${joinWords(others)}.`;
      return { kind: 'name-constraints', message: `${seen}${also}`, certificate: subject };
    }
  }
  return undefined;
};

/**
 * Names judged after one that fails, so that they are named as well, and the most subtrees for which that is done: a search that tries a
 * thousand branches spends half of its comparisons on it.
 */
const maximumOthers = 8;
const maximumSubtrees = 16;

function countSubtrees({ permitted, excluded }: NameConstraints): number {
  return permitted.length + excluded.length;
}

function findDefect({ hasMinimumOrMaximum }: NameConstraints, { unreadable }: SortedConstraints): string | undefined {
  if (hasMinimumOrMaximum) return 'use minimum or maximum, which RFC 5280 §4.2.1.10 forbids';
  if (unreadable.length === 0) return undefined;
  return `have the malformed ${unreadable.length === 1 ? 'subtree' : 'subtrees'} ${joinWords(unreadable.map(quoteName))}`;
}

/** How a name relates to constraints that it does not meet, in the first of its forms that fails; undefined: it meets them. */
function judgeForms(name: GeneralName, constraints: SortedConstraints, budget: PathBudget): string | undefined {
  for (const form of formsOf(name)) {
    const relation = judgeName({ name, form, constraints, budget });
    if (relation !== undefined) return relation;
  }
  return undefined;
}

interface NameToJudge {
  readonly name: GeneralName;
  readonly form: NameForm;
  readonly constraints: SortedConstraints;
  readonly budget: PathBudget;
}

function judgeName({ name, form, constraints, budget }: NameToJudge): string | undefined {
  const permitted = constraints.permitted.get(form) ?? [];
  const excluded = constraints.excluded.get(form) ?? [];
  const size = sizeOfName(name);
  if (!budget.spend('work', costOf(size))) return tooMany;
  if (permitted.length === 0 && excluded.length === 0) return undefined;
  const comparable = readComparableName(name, form);
  if (typeof comparable === 'string') return obstacles[comparable];
  const touches = (subtrees: readonly SortedSubtree[], subtree: Subtree): boolean | undefined => {
    for (const { comparable: within, size: ofSubtree } of subtrees) {
      // No more is read than the shorter of the two.
      if (!budget.spend('work', costOf(Math.min(size, ofSubtree)))) return undefined;
      if (isInSubtree(comparable, within, subtree)) return true;
    }
    return false;
  };
  const isExcluded = touches(excluded, 'excluded');
  const isPermitted = permitted.length === 0 || touches(permitted, 'permitted');
  if (isExcluded === undefined || isPermitted === undefined) return tooMany;
  if (isExcluded) return 'is excluded by';
  return isPermitted ? undefined : 'is not permitted by';
}

/** Beside the text itself: a comparison of two short names takes some 0.15 µs. */
const bytesOfComparison = 32;

function costOf(size: number): number {
  return (bytesOfComparison + size) / bytesPerVerification;
}

const tooMany = 'needs more comparisons than the work budget allows with';

const obstacles: Readonly<Record<Obstacle, string>> = {
  malformed: 'is malformed, so it cannot be shown to meet',
  'no-host-name': 'is not a URI with a host name, so it cannot be shown to meet',
  'form-not-processed': 'is of a form that certmuster cannot compare, so it cannot be shown to meet',
};
