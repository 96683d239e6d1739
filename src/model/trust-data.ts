import { z } from 'zod';
import { instant, sha256 } from './bytes.ts';
import type { Problem } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { shapeProblems } from './shape-problems.ts';

/** The roots that Mozilla trusts for TLS servers: `src/pki/trust/mozilla-roots.json`, and the file of `--trust-data`. */
const trustDataSchema = z.strictObject({
  /** Where the roots were taken from, and their licence. */
  source: z.string().min(1),
  /** Of NSS's list of built-in roots. */
  version: z.string().min(1),
  /** The day on which this was the current list. */
  date: z.iso.date(),
  roots: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Of the DER. */
        sha256,
        /** A certificate of this root is not trusted if its notBefore is later; null: no such limit. */
        distrustAfter: instant.nullable(),
        der: z.base64(),
      }),
    )
    .min(1),
});

export type TrustData = Readonly<z.infer<typeof trustDataSchema>>;

/** Reads trust data, or returns every problem of its shape. */
export function decodeTrustData(json: unknown): Result<TrustData, readonly Problem[]> {
  const decoded = trustDataSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}
