import { z } from 'zod';
import { bytes, instant, sha256 } from './bytes.ts';
import { deploymentSchema, nameResolutionSchema } from './deployment.ts';
import { policyDocumentSchema } from './policy-document.ts';
import { policyOverridesSchema } from './policy-overrides.ts';
import { scannerSchema } from './provenance.ts';
import { rangeSummarySchema } from './scan-report.ts';
import { savedRunFiles } from './saved-run-files.ts';
import { failOnLevels } from './vocabulary.ts';

/** A trust store with its certificates, so that a saved run can be judged without the files it came from. */
const savedTrustStoreSchema = z.strictObject({
  name: z.string(),
  source: z.string(),
  date: z.string().nullable(),
  anchors: z.array(bytes),
  /** By fingerprint of the anchor: a leaf issued later is not trusted. Absent: there is no such limit. */
  distrustAfter: z.record(sha256, instant).exactOptional(),
});

export type SavedTrustStore = Readonly<z.infer<typeof savedTrustStoreSchema>>;

/** `run.json` of a folder of saved observations; `observations.ndjson` beside it holds one observation a line. */
export const savedRunSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  tool: z.strictObject({ name: z.literal('certmuster'), version: z.string() }),
  startedAt: instant,
  /** Null: the run did not end in order. */
  finishedAt: instant.nullable(),
  asOf: instant,
  complete: z.boolean(),
  /** Number of endpoints not audited because of an interruption; null: unknown. */
  notAudited: z.int().min(0).nullable().exactOptional(),
  inputs: z.array(z.strictObject({ path: z.string(), sha256 })),
  options: z.record(z.string(), z.unknown()),
  failOn: z.enum(failOnLevels),
  deployments: z.array(deploymentSchema),
  /** Policies that did not come with the program, each with those it extends, weakest first; absent: there was none. */
  policies: z.array(z.array(policyDocumentSchema).min(1)).exactOptional(),
  trustStores: z.array(savedTrustStoreSchema),
  /** Notices about what was scanned, for instance that the Mozilla store is used by default, or that IPv6 was left out. */
  notices: z.array(z.string()).exactOptional(),
  /** What there is in the ranges that were targets; absent: none was. */
  ranges: z.array(rangeSummarySchema).exactOptional(),
  nameResolutions: z.array(nameResolutionSchema),
  /** What the command line changed of every policy; it wins over deployments and targets. Absent: nothing. */
  overrides: policyOverridesSchema.exactOptional(),
  /**
   * The operator selected some of the endpoints that are declared; absent: all of them. Checks across a deployment of which endpoints
   * were left out lack their evidence.
   */
  selected: z.strictObject({ deploymentsInPart: z.array(z.string().nullable()) }).exactOptional(),
  /** Who scanned; absent: not recorded. */
  scannedBy: scannerSchema.exactOptional(),
  /** The manifest beside it; absent: saved by an earlier version, which made none. */
  manifest: z.literal(savedRunFiles.manifest).exactOptional(),
});

export type SavedRun = Readonly<z.infer<typeof savedRunSchema>>;
