import { z } from 'zod';

import { sha256 } from './bytes.ts';
import type { Problem } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { savedRunFiles } from './saved-run-files.ts';
import { shapeProblems } from './shape-problems.ts';

/** `manifest.json` of a folder of saved observations. Whoever has its digest, or its signature, can tell whether any other file was changed. */
const runManifestSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  tool: z.strictObject({ name: z.literal('certmuster'), version: z.string() }),
  /** Of the whole files, byte for byte, as `sha256sum` prints it. */
  sha256: z.strictObject({
    [savedRunFiles.run]: sha256,
    [savedRunFiles.observations]: sha256,
    [savedRunFiles.digests]: sha256,
  }),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) that verifies `manifest.sig`; absent: the run is not signed. */
  signedBy: sha256.exactOptional(),
});

export type RunManifest = Readonly<z.infer<typeof runManifestSchema>>;

/** A line of `digests.ndjson`, which stands for the line of the same number in `observations.ndjson`. */
const lineDigestSchema = z.strictObject({
  /** Of the line's bytes, without the line feed. */
  sha256,
  /** Id of the endpoint, so that a line that is missing can be named. */
  endpoint: z.string(),
});

export type LineDigest = Readonly<z.infer<typeof lineDigestSchema>>;

/** Reads a manifest, or returns every problem. */
export function decodeManifest(json: unknown): Result<RunManifest, readonly Problem[]> {
  const decoded = runManifestSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}

/** Reads a line of digests; undefined: it is none. */
export function decodeLineDigest(line: string): LineDigest | undefined {
  try {
    return lineDigestSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
