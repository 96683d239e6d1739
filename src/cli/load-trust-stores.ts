import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { TrustStore } from '../pki/path.ts';
import type { TrustFile } from '../pki/read-trust-anchors.ts';
import type { StoreSource } from '../targets/targets.ts';
import { problem } from './complain.ts';
import { describeFileError, readInputFile } from './input-file.ts';
import { systemStorePaths } from './system-store.ts';
import type { World } from './world.ts';

/** A store to load. */
export interface LocatedStore {
  readonly source: StoreSource;
  /** What relative paths of `files` stand in. */
  readonly folder: string;
}

/** Reads every store, and hands back every problem of every file where there is one. */
export async function loadTrustStores(
  located: ReadonlyMap<string, LocatedStore>,
  world: World,
): Promise<Result<ReadonlyMap<string, TrustStore>, readonly Problem[]>> {
  const stores = new Map<string, TrustStore>();
  const problems: Problem[] = [];
  for (const [name, store] of located) {
    const loaded = await loadStore(name, store, world);
    if (loaded.ok) stores.set(name, loaded.value);
    else problems.push(...loaded.error);
  }
  return problems.length === 0 ? ok(stores) : err(problems);
}

async function loadStore(
  name: string,
  { source, folder }: LocatedStore,
  world: World,
): Promise<Result<TrustStore, readonly Problem[]>> {
  if (source.kind === 'files')
    return await loadFiles(
      name,
      source.files.map((file) => within(folder, file)),
      source.files,
    );
  if (source.bundled === 'system') {
    const paths = await systemStorePaths(world.environment);
    return paths.length === 0
      ? err([problem('no system store was found; SSL_CERT_FILE or SSL_CERT_DIR can name one', name)])
      : await loadFiles(name, paths, paths);
  }
  const { createMozillaStore } = await import('../audit/mozilla-store.ts');
  return ok(named(name, createMozillaStore()));
}

/** The same anchors under the name that the operator's file gave them. Getters stay getters: nothing is decoded here. */
function named(name: string, store: TrustStore): TrustStore {
  if (store.name === name) return store;
  return Object.create(store, { name: { value: name, enumerable: true } }) as TrustStore;
}

async function loadFiles(
  name: string,
  paths: readonly string[],
  shown: readonly string[],
): Promise<Result<TrustStore, readonly Problem[]>> {
  const read = await Promise.all(paths.map((path, index) => readFileOrFolder(path, shown[index] ?? path)));
  const problems = read.flatMap((each) => (each.ok ? [] : each.error));
  if (problems.length > 0) return err(problems);
  const [{ readTrustAnchors }, { createTrustStore }] = await Promise.all([
    import('../pki/read-trust-anchors.ts'),
    import('../pki/trust-store.ts'),
  ]);
  const anchors = readTrustAnchors(read.flatMap((each) => (each.ok ? each.value : [])));
  if (!anchors.ok) return err(anchors.error.map(({ message }) => problem(message)));
  const store = createTrustStore({ name, source: shown.join(', '), date: null, anchors: anchors.value });
  return store.ok ? store : err([problem(store.error.message)]);
}

/** What certificates are called on disk; `a1b2c3d4.0` is what c_rehash calls them. */
const certificateName = /\.(?:pem|crt|cer|der|p7b|p7c)$|^[0-9a-f]{8}\.\d+$/i;

async function readFileOrFolder(
  path: string,
  shown: string,
): Promise<Result<readonly TrustFile[], readonly Problem[]>> {
  const names = await listFolder(path);
  if (!names.ok) return err([problem(names.error, shown)]);
  if (names.value === undefined) return await readFiles([[path, shown]]);
  const certificates = names.value.filter((name) => certificateName.test(name)).sort();
  if (certificates.length === 0)
    return err([problem('the folder holds no file that ends in .pem, .crt, .cer, .der, .p7b or .p7c', shown)]);
  return await readFiles(certificates.map((name) => [join(path, name), join(shown, name)]));
}

/** Undefined where the path is no folder. */
async function listFolder(path: string): Promise<Result<readonly string[] | undefined, string>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok(undefined);
    const entries: readonly Dirent[] = await readdir(path, { withFileTypes: true });
    return ok(entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name));
  } catch (error) {
    return err(describeFileError(error));
  }
}

async function readFiles(
  paths: readonly (readonly [string, string])[],
): Promise<Result<readonly TrustFile[], readonly Problem[]>> {
  const files: TrustFile[] = [];
  const problems: Problem[] = [];
  for (const [path, shown] of paths) {
    const file = await readInputFile(path);
    if (file.ok) files.push({ path: shown, bytes: file.value.bytes });
    else problems.push(problem(file.error, shown));
  }
  return problems.length === 0 ? ok(files) : err(problems);
}

function within(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}
