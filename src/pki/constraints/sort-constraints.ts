import { groupBy } from '../../model/group-by.ts';
import type { GeneralName, NameConstraints } from '../../x509/certificate.ts';
import { withTextKey } from './directory-constraint.ts';
import { isReadableConstraint } from './name-relation.ts';

/** Name constraints sorted for comparing: by form, and with what makes them unusable. */
export interface SortedConstraints {
  /** The subtrees that cannot be read. */
  readonly unreadable: readonly GeneralName[];
  readonly permitted: ReadonlyMap<GeneralName['kind'], readonly GeneralName[]>;
  /** Directory names have the keys of `withTextKey`. */
  readonly excluded: ReadonlyMap<GeneralName['kind'], readonly GeneralName[]>;
}

export type SortConstraints = (constraints: NameConstraints) => SortedConstraints;

/**
 * Sorts each extension once. Made for one search, which meets the same CA on up to a thousand branches, while a peer may write
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

const sortConstraints: SortConstraints = ({ permitted, excluded }) => ({
  unreadable: [...permitted, ...excluded].filter((constraint) => !isReadableConstraint(constraint)),
  permitted: byKind(permitted),
  excluded: byKind(excluded.map(asExcluded)),
});

function byKind(names: readonly GeneralName[]): SortedConstraints['permitted'] {
  return groupBy(names, ({ kind }) => kind);
}

function asExcluded(subtree: GeneralName): GeneralName {
  return subtree.kind === 'directory' ? { ...subtree, name: withTextKey(subtree.name) } : subtree;
}
