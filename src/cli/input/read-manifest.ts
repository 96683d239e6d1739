import { type KeyObject, verify } from 'node:crypto';
import { join } from 'node:path';

import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { decodeManifest, type RunManifest } from '../../model/run-manifest.ts';
import { savedRunFiles } from '../../model/saved-run-files.ts';
import { problem } from '../problem.ts';
import { exists, readInputFile, readJsonFile } from './input-file.ts';
import type { InputError } from './report-input-errors.ts';
import { fingerprintKey } from './signing-keys.ts';

/** The public key of `--verify-key`, and the file that it was read from. */
export interface VerifyKey {
  readonly key: KeyObject;
  readonly path: string;
}

/** A manifest whose signature, if one is demanded, is right. */
export interface ReadManifest {
  readonly path: string;
  readonly sha256: string;
  readonly manifest: RunManifest;
  /** `unchecked`: there is a signature, and no key to verify it with. */
  readonly signature: 'verified' | 'unchecked' | 'none';
}

/**
 * Reads the manifest of a saved run and verifies its signature. Undefined: the run was saved by an earlier version, which made none.
 * `isDeclared`: `run.json` says that there is one.
 */
export async function readManifest(
  folder: string,
  isDeclared: boolean,
  verifyKey: VerifyKey | undefined,
): Promise<Result<ReadManifest | undefined, readonly InputError[]>> {
  const path = join(folder, savedRunFiles.manifest);
  const refuse = (problems: readonly Problem[], about = path) => err([{ about, problems }]);
  if (!(await exists(path))) {
    const belongings = [savedRunFiles.digests, savedRunFiles.signature].map((name) => exists(join(folder, name)));
    const isExpected = isDeclared || (await Promise.all(belongings)).includes(true);
    if (isExpected) return refuse([problem('is missing: the run was saved with a manifest, which was removed since')]);
    if (verifyKey === undefined) return ok(undefined);
    return refuse([problem('does not exist: the run is not signed, so --verify-key cannot verify it')]);
  }
  const file = await readJsonFile(path);
  if (!file.ok) return refuse([problem(file.error)]);
  const manifest = decodeManifest(file.value.json);
  if (!manifest.ok) return refuse(manifest.error);
  const signaturePath = join(folder, savedRunFiles.signature);
  const signature = await checkSignature(file.value.bytes, { signaturePath, manifest: manifest.value, verifyKey });
  if (!signature.ok) return refuse([problem(signature.error)], signaturePath);
  return ok({ path, sha256: file.value.sha256, manifest: manifest.value, signature: signature.value });
}

/** The error is a clause to follow the name of the signature's file. */
async function checkSignature(
  signed: Uint8Array,
  about: {
    readonly signaturePath: string;
    readonly manifest: RunManifest;
    readonly verifyKey: VerifyKey | undefined;
  },
): Promise<Result<ReadManifest['signature'], string>> {
  const { signaturePath, manifest, verifyKey } = about;
  const isThere = await exists(signaturePath);
  if (!isThere && manifest.signedBy !== undefined) return err('is missing: the run was signed when it was saved');
  if (!isThere && verifyKey === undefined) return ok('none');
  if (!isThere) return err('does not exist: the run is not signed, so --verify-key cannot verify it');
  if (verifyKey === undefined) return ok('unchecked');
  const { key, path } = verifyKey;
  const file = await readInputFile(signaturePath);
  if (!file.ok) return err(file.error);
  if (verify(null, signed, key, file.value.bytes)) return ok('verified');
  const own = fingerprintKey(key);
  return manifest.signedBy === own || manifest.signedBy === undefined
    ? err(`is not a signature of ${savedRunFiles.manifest} by the key in ${path}: one of the two files was changed`)
    : err(`is not by the key in ${path} (${own}); the manifest names the key ${manifest.signedBy}`);
}
