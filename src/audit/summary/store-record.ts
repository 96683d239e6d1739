import { hash } from 'node:crypto';

import type { JudgementContext } from '../../evaluate/contract.ts';
import type { SavedTrustStore } from '../../model/saved-run.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import { mozillaStoreNotice } from '../../pki/trust/mozilla-store.ts';

/** Which stores the endpoints of a run were judged against. */
export interface StoreRecord {
  readonly add: (stores: readonly string[], sawChain: boolean) => void;
  /** Notices about these stores for the report. */
  readonly notices: () => readonly string[];
  /** For the report: names, sources and fingerprints. */
  readonly describe: () => ScanSummary['trustStores'];
  /** For a saved run: the anchors themselves. */
  readonly save: () => SavedTrustStore[];
}

/** Records the stores of every endpoint's trust lists, and the Mozilla store once a chain was tried against it. */
export function createStoreRecord({ stores, publicStore, now }: JudgementContext): StoreRecord {
  const names = new Set<string>();
  let isPublicTried = false;
  const used = (): readonly TrustStore[] => {
    const declared = [...names].flatMap((name) => stores.get(name) ?? []);
    const isListed = !isPublicTried || declared.some(({ source }) => source === publicStore.source);
    return isListed ? declared : [...declared, publicStore];
  };
  return {
    add: (wanted, sawChain) => {
      for (const name of wanted) names.add(name);
      isPublicTried ||= sawChain;
    },
    notices: () => [...new Set(used().flatMap((store) => mozillaStoreNotice(store, now) ?? []))],
    describe: () =>
      used().map(({ name, source, date, fingerprints }) => {
        return { name, source, date, anchors: [...fingerprints], anchorsSha256: hashAnchors(fingerprints) };
      }),
    save: () => used().map(saveStore),
  };
}

/** One SHA-256 for a set of anchors, in any order. */
export function hashAnchors(fingerprints: readonly string[]): string {
  const lines = fingerprints.toSorted().map((each) => `${each}\n`);
  return hash('sha256', lines.join(''));
}

/** A store for a saved run. */
function saveStore(store: TrustStore): SavedTrustStore {
  const { name, source, date, distrustAfter } = store;
  return {
    name,
    source,
    date,
    // Read when they are asked for: most runs are not saved.
    get anchors() {
      return [...store.anchors];
    },
    // Left out if there is none, as in runs that were saved before stores had it.
    ...(Object.keys(distrustAfter).length === 0 ? {} : { distrustAfter }),
  };
}
