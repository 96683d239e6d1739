import type { Certificate, GeneralName, NameConstraints } from '../../x509/certificate.ts';
import { constrainedNames } from '../constraints/constrained-names.ts';
import {
  formsOf,
  isInSubtree,
  type NameForm,
  type Obstacle,
  readComparableName,
  type Subtree,
} from '../constraints/name-relation.ts';
import type { SortedConstraints } from '../constraints/sort-constraints.ts';
import { readDialledHost } from '../names/dialled-host.ts';
import { isSelfIssued } from '../path/issuer-links.ts';
import { nameOf, quoteName } from '../name-of.ts';
import type { PathBudget } from '../path/path-budget.ts';
import type { PathFault, PlaceRule } from '../path/rule.ts';

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
    for (const name of constrainedNames(subject, index === 0 ? readDialledHost(host ?? '') : undefined)) {
      for (const form of formsOf(name)) {
        const fault = judgeName({ name, form, subject, constraints: sorted, issuer: certificate, budget });
        if (fault !== undefined) return fault;
      }
    }
  }
  return undefined;
};

function findDefect({ hasMinimumOrMaximum }: NameConstraints, { unreadable }: SortedConstraints): string | undefined {
  if (hasMinimumOrMaximum) return 'use minimum or maximum, which RFC 5280 §4.2.1.10 forbids';
  if (unreadable.length === 0) return undefined;
  const listed = unreadable.slice(0, maximumListed).map(quoteName).join(', ');
  const more = unreadable.length > maximumListed ? ` and ${unreadable.length - maximumListed} more` : '';
  return `have the malformed ${unreadable.length === 1 ? 'subtree' : 'subtrees'} ${listed}${more}`;
}

/** Subtrees named in a message; a CA may write thousands. */
const maximumListed = 5;

interface NameToJudge {
  readonly name: GeneralName;
  readonly form: NameForm;
  readonly subject: Certificate;
  readonly constraints: SortedConstraints;
  readonly issuer: Certificate;
  readonly budget: PathBudget;
}

function judgeName({ name, form, subject, constraints, issuer, budget }: NameToJudge): PathFault | undefined {
  const permitted = constraints.permitted.get(form) ?? [];
  const excluded = constraints.excluded.get(form) ?? [];
  if (!budget.spend('name constraint comparisons')) return fault('takes more comparisons than allowed with');
  if (permitted.length === 0 && excluded.length === 0) return undefined;
  const comparable = readComparableName(name, form);
  if (typeof comparable === 'string') return fault(obstacles[comparable]);
  const touches = (subtrees: readonly GeneralName[], subtree: Subtree): boolean | undefined => {
    for (const constraint of subtrees) {
      if (!budget.spend('name constraint comparisons')) return undefined;
      if (isInSubtree(comparable, constraint, subtree)) return true;
    }
    return false;
  };
  const isExcluded = touches(excluded, 'excluded');
  const isPermitted = permitted.length === 0 || touches(permitted, 'permitted');
  if (isExcluded === undefined || isPermitted === undefined) return fault('takes more comparisons than allowed with');
  if (isExcluded) return fault('is excluded by');
  return isPermitted ? undefined : fault('is not permitted by');

  function fault(relation: string): PathFault {
    const seen = `The name ${quoteName(name)} of ${nameOf(subject)}`;
    const message = `${seen} ${relation} the name constraints of ${nameOf(issuer)}.`;
    return { kind: 'name-constraints', message, certificate: subject };
  }
}

const obstacles: Readonly<Record<Obstacle, string>> = {
  malformed: 'is malformed, so it cannot be shown to meet',
  'form-not-processed': 'is of a form that certmuster cannot compare, so it cannot be shown to meet',
};
