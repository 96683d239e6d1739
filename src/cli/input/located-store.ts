import type { SourceDocument } from '../../targets/documents/source-document.ts';
import type { StoreSource } from '../../targets/targets.ts';

/** A store to load. */
export interface LocatedStore {
  readonly source: StoreSource;
  /** The folder that relative paths of `files` start from. */
  readonly folder: string;
  /** The targets file that declares it; undefined: the command line, or a bundled store that no file declares. */
  readonly declaredIn?: string;
  /** Finds places in that file. */
  readonly locate?: SourceDocument['locate'];
}

/** Stores that may be named without being declared. */
export const bundledStores = {
  mozilla: { source: { kind: 'bundled', bundled: 'mozilla' }, folder: '.' },
  system: { source: { kind: 'bundled', bundled: 'system' }, folder: '.' },
} as const satisfies Record<string, LocatedStore>;

/** The stores that `--trust` names: a bundled store by its name, a file or folder by its path. */
export function locateTrustOption(trust: readonly string[]): ReadonlyMap<string, LocatedStore> {
  return new Map(trust.map((name) => [name, locateTrust(name)]));
}

function locateTrust(name: string): LocatedStore {
  if (name === 'mozilla' || name === 'system') return bundledStores[name];
  return { source: { kind: 'files', files: [name] }, folder: '.' };
}
