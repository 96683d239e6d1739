import type { TargetsFile } from '../model/targets-file.ts';
import type { ProblemCollector } from './problem-collector.ts';
import type { Partly } from '../model/shape-problems.ts';
import { bundledStoreNames, type StoreSource } from './targets.ts';

/** Reads the declared trust stores by name. */
export function parseTrustStores(
  declared: Partly<NonNullable<TargetsFile['trustStores']>>,
  collector: ProblemCollector,
): ReadonlyMap<string, StoreSource> {
  const stores = new Map<string, StoreSource>();
  for (const [name, store] of Object.entries(declared)) {
    if (store === undefined) continue;
    const path = ['trustStores', name];
    if (name.trim() === '') collector.report(path, 'a trust store needs a name');
    if ('bundled' in store && store.bundled !== undefined) {
      refuseMisleadingName(name, store.bundled, collector);
      stores.set(name, { kind: 'bundled', bundled: store.bundled });
    } else if ('files' in store) {
      refuseMisleadingName(name, undefined, collector);
      stores.set(name, { kind: 'files', files: readFiles(store.files ?? [], path, collector) });
    }
  }
  return stores;
}

function readFiles(
  files: readonly (string | undefined)[],
  path: readonly string[],
  collector: ProblemCollector,
): readonly string[] {
  return files.flatMap((file, index) => {
    if (file === '') collector.report([...path, 'files', index], 'is empty; name a file or folder');
    return file === undefined ? [] : [file];
  });
}

/** Refuses the name of a bundled store for any other store, so that a report cannot be misread. */
function refuseMisleadingName(name: string, bundled: string | undefined, collector: ProblemCollector): void {
  const reserved: readonly string[] = bundledStoreNames;
  if (reserved.includes(name) && name !== bundled) {
    collector.report(['trustStores', name], `the name ${name} is reserved for the bundled store; choose another name`);
  }
}
