import type { TrustStore } from '../path/path.ts';

/** A store in two: the operator's own anchors, and those that the public store has too. Undefined: there are none of these. */
export interface SplitStore {
  readonly own: TrustStore | undefined;
  readonly published: TrustStore | undefined;
}

/** Each part is the store itself if the other one is empty. */
export function splitStore(store: TrustStore, publicStore: TrustStore): SplitStore {
  if (store === publicStore) return { own: undefined, published: store };
  const isPublished = (sha256: string): boolean => publicStore.findByFingerprint(sha256) !== undefined;
  const published = new Set(store.fingerprints.filter(isPublished));
  if (published.size === 0) return { own: store, published: undefined };
  if (published.size === store.fingerprints.length) return { own: undefined, published: store };
  return {
    own: restrict(store, (sha256) => !published.has(sha256)),
    published: restrict(store, (sha256) => published.has(sha256)),
  };
}

function restrict(store: TrustStore, isIn: (sha256: string) => boolean): TrustStore {
  const kept = store.fingerprints.map(isIn);
  return {
    ...store,
    fingerprints: store.fingerprints.filter(isIn),
    anchors: store.anchors.filter((_, index) => kept[index] === true),
    findBySubject: (subject) => store.findBySubject(subject).filter(({ sha256 }) => isIn(sha256)),
    findByFingerprint: (sha256) => (isIn(sha256) ? store.findByFingerprint(sha256) : undefined),
  };
}
