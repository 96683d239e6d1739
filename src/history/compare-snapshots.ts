import { groupBy } from '../model/group-by.ts';
import { severities } from '../model/vocabulary.ts';
import { compareLeaves, type LeafChange } from './compare-leaves.ts';
import type { CertificateRecord } from './certificate-record.ts';
import type { Snapshot, SnapshotCause, SnapshotEndpoint } from './snapshot.ts';

/** What changed from one run to a later one. */
export interface Comparison {
  readonly causes: {
    /** There now and not before. */
    readonly new: readonly SnapshotCause[];
    /** There before, and looked for in vain. */
    readonly fixed: readonly SnapshotCause[];
    /** More severe now, or no longer waived. */
    readonly worse: readonly ChangedCause[];
    /** Less severe now, or waived. */
    readonly better: readonly ChangedCause[];
    /** There before; whether it is now is not known, because an endpoint that showed it did not answer. */
    readonly unknown: readonly SnapshotCause[];
  };
  readonly endpoints: {
    /** Audited now and not before. */
    readonly new: readonly string[];
    /** Audited before and not now. */
    readonly vanished: readonly string[];
    /** They answered before and do not now. */
    readonly silent: readonly string[];
    /** They answer again. */
    readonly answering: readonly string[];
    /** They answered both times, and were seen from another site. */
    readonly moved: readonly MovedEndpoint[];
  };
  /** Certificates that were replaced, by the one before. */
  readonly certificates: readonly Replacement[];
}

/** What changed at an endpoint may be but what another site is shown. */
export interface MovedEndpoint {
  readonly id: string;
  /** Sites; null: it is not known where that was. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface ChangedCause extends SnapshotCause {
  readonly before: Pick<SnapshotCause, 'severity' | 'waived'>;
}

/** A leaf that endpoints presented before, and what became of it. */
export interface Replacement {
  readonly before: CertificateRecord;
  readonly after: CertificateRecord;
  /** `renewal`: the same issuer, names and purposes; `change`: one of them differs. */
  readonly kind: 'renewal' | 'change';
  readonly changes: readonly LeafChange[];
  /** Ids of the endpoints that present the new one. */
  readonly endpoints: readonly string[];
  /** Ids of the endpoints that still present the one before: the renewal has not reached them. */
  readonly pending: readonly string[];
  /** Whether one of those endpoints was seen from another site before. */
  readonly isSeenElsewhere: boolean;
}

/** Compares what was known after two runs. */
export function compareSnapshots(before: Snapshot, after: Snapshot): Comparison {
  return {
    causes: compareCauses(before, after),
    endpoints: compareEndpoints(before, after),
    certificates: compareCertificates(before, after),
  };
}

function compareCauses(before: Snapshot, after: Snapshot): Comparison['causes'] {
  const gone = [...before.causes.values()].filter(({ key }) => !after.causes.has(key));
  const isUnseen = ({ endpoints }: SnapshotCause): boolean =>
    endpoints.some((id) => after.endpoints.get(id)?.answered === false);
  const kept = [...after.causes.values()].flatMap((cause): readonly ChangedCause[] => {
    const known = before.causes.get(cause.key);
    return known === undefined ? [] : [{ ...cause, before: { severity: known.severity, waived: known.waived } }];
  });
  return {
    new: [...after.causes.values()].filter(({ key }) => !before.causes.has(key)),
    fixed: gone.filter((cause) => !isUnseen(cause)),
    worse: kept.filter((cause) => rank(cause) > rank(cause.before)),
    better: kept.filter((cause) => rank(cause) < rank(cause.before)),
    unknown: gone.filter(isUnseen),
  };
}

/** A waived cause counts less than any other. */
function rank({ severity, waived }: Pick<SnapshotCause, 'severity' | 'waived'>): number {
  return waived ? -1 : severities.indexOf(severity);
}

function compareEndpoints(before: Snapshot, after: Snapshot): Comparison['endpoints'] {
  const [old, now] = [before.endpoints, after.endpoints];
  const inBoth = [...now.values()].filter(({ id }) => old.has(id));
  return {
    new: [...now.keys()].filter((id) => !old.has(id)),
    vanished: [...old.keys()].filter((id) => !now.has(id)),
    silent: inBoth.filter(({ id, answered }) => !answered && old.get(id)?.answered === true).map(({ id }) => id),
    moved: inBoth.flatMap(({ id, answered, seenFrom }) => {
      const known = old.get(id);
      return answered && known?.answered === true && known.seenFrom !== seenFrom
        ? [{ id, before: known.seenFrom, after: seenFrom }]
        : [];
    }),
    answering: inBoth.filter(({ id, answered }) => answered && old.get(id)?.answered === false).map(({ id }) => id),
  };
}

function compareCertificates(before: Snapshot, after: Snapshot): readonly Replacement[] {
  const replaced = new Map<string, { readonly before: SnapshotEndpoint; readonly after: SnapshotEndpoint }[]>();
  for (const now of after.endpoints.values()) {
    const old = before.endpoints.get(now.id);
    if (old?.leaf == null || now.leaf === null || old.leaf.sha256 === now.leaf.sha256) continue;
    const key = `${old.leaf.sha256} ${now.leaf.sha256}`;
    replaced.set(key, [...(replaced.get(key) ?? []), { before: old, after: now }]);
  }
  const presenting = groupBy(after.endpoints.values(), ({ leaf }) => leaf?.sha256);
  return [...replaced.values()].flatMap((pairs) => {
    const [first] = pairs;
    if (first?.before.leaf == null || first.after.leaf === null) return [];
    const { leaf } = first.before;
    const changes = compareLeaves(leaf, first.after.leaf);
    return [
      {
        before: leaf,
        after: first.after.leaf,
        kind: changes.some(({ isMaterial }) => isMaterial) ? ('change' as const) : ('renewal' as const),
        changes,
        endpoints: pairs.map(({ after: { id } }) => id),
        isSeenElsewhere: pairs.some((pair) => pair.before.seenFrom !== pair.after.seenFrom),
        pending: (presenting.get(leaf.sha256) ?? []).map(({ id }) => id),
      },
    ];
  });
}
