import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import type { MozillaStoreOptions } from '../../pki/trust/mozilla-store.ts';
import { readTrustAnchors, type TrustAnchors, type TrustFile } from '../../pki/trust/read-trust-anchors.ts';
import { createTrustStore } from '../../pki/trust/trust-store.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { describeFileError, readInputFile } from './input-file.ts';
import type { LocatedStore } from './located-store.ts';
import { pathFrom } from './path-from.ts';
import { findSystemStore, type SystemStore } from './system-store.ts';
import type { ProcessContext } from '../process-context.ts';

/** Stores by name, and what the operator should know of them. */
export interface LoadedStores {
  readonly stores: ReadonlyMap<string, TrustStore>;
  readonly notices: readonly string[];
}

/** Reads every store. The error holds what is wrong with each of them. `mozilla`: the roots of that store. */
export async function loadTrustStores(
  located: ReadonlyMap<string, LocatedStore>,
  context: ProcessContext,
  mozilla: MozillaStoreOptions,
): Promise<Result<LoadedStores, readonly InputError[]>> {
  const stores = new Map<string, TrustStore>();
  const notices = new Set<string>();
  const errors: InputError[] = [];
  for (const [name, store] of located) {
    const loaded = await loadStore(name, store, { context, mozilla });
    if (loaded.ok) {
      stores.set(name, loaded.value.store);
      for (const notice of loaded.value.notices) notices.add(notice);
    } else {
      const { declaredIn = 'trust stores', locate } = store;
      errors.push({ about: declaredIn, problems: loaded.error, ...(locate && { locate }) });
    }
  }
  return errors.length === 0 ? ok({ stores, notices: [...notices] }) : err(errors);
}

interface LoadedStore {
  readonly store: TrustStore;
  readonly notices: readonly string[];
}

async function loadStore(
  name: string,
  { source, folder, declaredIn }: LocatedStore,
  { context, mozilla }: { readonly context: ProcessContext; readonly mozilla: MozillaStoreOptions },
): Promise<Result<LoadedStore, readonly Problem[]>> {
  if (source.kind === 'files') {
    const paths = source.files.map((file) => pathFrom(folder, file));
    return await loadFiles(name, paths, (index) =>
      declaredIn === undefined ? '--trust' : jsonPath(['trustStores', name, 'files', index]),
    );
  }
  if (source.bundled === 'system') {
    return await loadSystemStore(name, await findSystemStore(context.environment));
  }
  const { createMozillaStore } = await import('../../pki/trust/mozilla-store.ts');
  return ok({ store: createMozillaStore({ ...mozilla, name }), notices: [] });
}

async function loadSystemStore(name: string, found: SystemStore): Promise<Result<LoadedStore, readonly Problem[]>> {
  switch (found.kind) {
    case 'none':
      return err([problem(found.why, name)]);
    case 'paths':
      return await loadFiles(name, found.paths, () => name);
    case 'certificates': {
      const anchors = toClauses(readTrustAnchors([{ path: found.name, bytes: Buffer.from(found.pem) }]));
      return joinAnchors(name, [found.name], [anchors], () => name);
    }
  }
}

/** `nameOf`: where the path of that index was named. */
async function loadFiles(
  name: string,
  paths: readonly string[],
  nameOf: (index: number) => string,
): Promise<Result<LoadedStore, readonly Problem[]>> {
  return joinAnchors(name, paths, await Promise.all(paths.map(readAnchors)), nameOf);
}

function joinAnchors(
  name: string,
  paths: readonly string[],
  read: readonly Result<TrustAnchors, readonly string[]>[],
  nameOf: (index: number) => string,
): Result<LoadedStore, readonly Problem[]> {
  const problems = read.flatMap((each, index) =>
    each.ok ? [] : each.error.map((message) => problem(message, nameOf(index))),
  );
  if (problems.length > 0) return err(problems);
  const anchors = read.flatMap((each) => (each.ok ? each.value.anchors : []));
  const notices = read.flatMap((each) => (each.ok ? each.value.notices : []));
  const store = createTrustStore({ name, source: paths.join(', '), date: null, anchors });
  return store.ok ? ok({ store: store.value, notices }) : err([problem(store.error.message)]);
}

/** Anchors of a file, or of every certificate file in a folder. */
async function readAnchors(path: string): Promise<Result<TrustAnchors, readonly string[]>> {
  const names = await listFolder(path);
  if (!names.ok) return err([names.error]);
  const files = await readFiles(names.value);
  if (!files.ok) return files;
  return toClauses(readTrustAnchors(files.value));
}

function toClauses(anchors: ReturnType<typeof readTrustAnchors>): Result<TrustAnchors, readonly string[]> {
  return anchors.ok ? anchors : err(anchors.error.map(({ message }) => message));
}

/** What certificates are called on disk; `a1b2c3d4.0` is what c_rehash calls them. */
const certificateName = /\.(?:pem|crt|cer|der|p7b|p7c)$|^[0-9a-f]{8}\.\d+$/i;

/** The path itself if it is a file, the certificate files in it if it is a folder. */
async function listFolder(path: string): Promise<Result<readonly string[], string>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path]);
    const entries: readonly Dirent[] = await readdir(path, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(({ name }) => name);
    const certificates = files.filter((name) => certificateName.test(name)).sort();
    if (certificates.length > 0) return ok(certificates.map((name) => join(path, name)));
    return err(`${path} contains no file that ends in .pem, .crt, .cer, .der, .p7b or .p7c`);
  } catch (error) {
    return err(`${path} ${describeFileError(error)}`);
  }
}

async function readFiles(paths: readonly string[]): Promise<Result<readonly TrustFile[], readonly string[]>> {
  const files: TrustFile[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const file = await readInputFile(path);
    if (file.ok) files.push({ path, bytes: file.value.bytes });
    else problems.push(`${path} ${file.error}`);
  }
  return problems.length === 0 ? ok(files) : err(problems);
}
