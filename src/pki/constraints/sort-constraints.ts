import type { GeneralName, NameConstraints } from '../../x509/certificate.ts';
import { isReadableConstraint } from './name-relation.ts';

/** Name constraints sorted for comparing: by form, and with what makes them unusable. */
export interface SortedConstraints {
  /** The first subtree that cannot be read. */
  readonly unreadable: GeneralName | undefined;
  readonly permitted: ReadonlyMap<GeneralName['kind'], readonly GeneralName[]>;
  readonly excluded: ReadonlyMap<GeneralName['kind'], readonly GeneralName[]>;
}

/** Sorts once for each extension: a search comes by the same CA on many branches, and a peer may write thousands. */
export function sortConstraints(constraints: NameConstraints): SortedConstraints {
  const known = sorted.get(constraints);
  if (known !== undefined) return known;
  const { permitted, excluded } = constraints;
  const made = {
    unreadable: [...permitted, ...excluded].find((constraint) => !isReadableConstraint(constraint)),
    permitted: byKind(permitted),
    excluded: byKind(excluded),
  };
  sorted.set(constraints, made);
  return made;
}

const sorted = new WeakMap<NameConstraints, SortedConstraints>();

function byKind(names: readonly GeneralName[]): SortedConstraints['permitted'] {
  const groups = new Map<GeneralName['kind'], GeneralName[]>();
  for (const name of names) {
    const group = groups.get(name.kind);
    if (group === undefined) groups.set(name.kind, [name]);
    else group.push(name);
  }
  return groups;
}
