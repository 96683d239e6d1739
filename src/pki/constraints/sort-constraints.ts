import type { GeneralName, NameConstraints } from '../../x509/certificate.ts';
import {
  type ComparableSubtree,
  type NameForm,
  readComparableSubtree,
  sizeOfName,
  type Subtree,
} from './name-relation.ts';

/** A subtree of a form, and what it is compared as. */
export interface SortedSubtree {
  readonly comparable: ComparableSubtree;
  /** That of `sizeOfName`. */
  readonly size: number;
}

/** Name constraints sorted for comparing: by form, and with what makes them unusable. */
export interface SortedConstraints {
  /** The subtrees that cannot be read. */
  readonly unreadable: readonly GeneralName[];
  readonly permitted: ReadonlyMap<NameForm, readonly SortedSubtree[]>;
  readonly excluded: ReadonlyMap<NameForm, readonly SortedSubtree[]>;
}

export type SortConstraints = (constraints: NameConstraints) => SortedConstraints;

/**
 * Reads and sorts each extension once. Made for one search, which meets the same CA on up to a thousand branches, while a peer may write
 * thousands of subtrees into its certificate.
 */
export function sortConstraintsOnce(): SortConstraints {
  const sorted = new Map<NameConstraints, SortedConstraints>();
  return (constraints) => {
    const known = sorted.get(constraints) ?? sortConstraints(constraints);
    sorted.set(constraints, known);
    return known;
  };
}

const sortConstraints: SortConstraints = (constraints) => {
  const unreadable: GeneralName[] = [];
  const read = (subtree: Subtree): ReadonlyMap<NameForm, readonly SortedSubtree[]> => {
    const forms = new Map<NameForm, SortedSubtree[]>();
    for (const constraint of constraints[subtree]) {
      const comparable = readComparableSubtree(constraint, subtree);
      if (comparable === undefined) {
        unreadable.push(constraint);
        continue;
      }
      const form = forms.get(constraint.kind) ?? [];
      form.push({ comparable, size: sizeOfName(constraint) });
      forms.set(constraint.kind, form);
    }
    return forms;
  };
  return { permitted: read('permitted'), excluded: read('excluded'), unreadable };
};
