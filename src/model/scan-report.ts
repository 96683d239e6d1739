import { z } from 'zod';
import { instant, sha256 } from './bytes.ts';
import { causeSchema, citationSchema } from './cause.ts';
import { endpointReportSchema } from './endpoint-report.ts';
import { fetchRecordSchema } from './fetch-record.ts';
import { deploymentFindingSchema } from './finding.ts';
import { addressFamilies, failureKinds } from './vocabulary.ts';
import { evaluationSchema, scannerSchema } from './provenance.ts';

const count = z.int().min(0);

/** Describes a check in the words that every output uses. */
export const checkDescriptionSchema = z.object({
  /** What holds when the check passes. */
  title: z.string(),
  why: z.string(),
  /** What can be wrong, by the word that findings name. */
  faults: z.record(
    z.string(),
    z.object({ title: z.string(), why: z.string(), remedy: z.string(), citation: citationSchema }),
  ),
  citation: citationSchema,
  /** What the field reports beside the rule, with its source. It decides nothing. Absent: nothing. */
  fieldNote: z.string().exactOptional(),
});
export type CheckDescription = Readonly<z.infer<typeof checkDescriptionSchema>>;

const summarySchema = z.object({
  /** Number of causes by severity, those that are waived apart. */
  causes: z.object({ critical: count, error: count, warning: count, info: count, waived: count }),
  endpoints: count,
  pass: count,
  warn: count,
  fail: count,
  unreachable: count,
  /** Endpoints that would warn or fail but for waivers. */
  waived: count,
  /** Endpoint findings only. */
  outcomes: z.object({
    pass: count,
    fail: count,
    undetermined: count,
    'not-observable': count,
    'not-applicable': count,
  }),
  /** Number of endpoints not dialed because of an interruption; null: unknown. */
  notAudited: count.nullable(),
});
export type Summary = Readonly<z.infer<typeof summarySchema>>;

/** Addresses of names that were not dialed, because each of these names has others that were. */
const leftOutSchema = z.object({
  family: z.enum(addressFamilies),
  /** `missing`: this machine has none of the family. `excluded`: `-4` or `-6` leaves it out. */
  reason: z.enum(['missing', 'excluded']),
  /** How many endpoints they would have been. */
  endpoints: z.int().min(1),
  /** The same as a sentence, which is among the notices too. */
  message: z.string(),
});
export type LeftOut = Readonly<z.infer<typeof leftOutSchema>>;

/** A range of addresses and what there is. Addresses and ports at which nothing answers are no endpoints of the report. */
export const rangeSummarySchema = z.strictObject({
  range: z.string(),
  /** How many of its addresses and ports are endpoints. */
  answered: count,
  /** How many are not, by the kind of failure. */
  silent: z.partialRecord(z.enum(failureKinds), z.int().min(1)),
  /** The same as a sentence, which is among the notices too. */
  message: z.string(),
});
export type RangeSummary = Readonly<z.infer<typeof rangeSummarySchema>>;

/** The report without its endpoints: the last line of an NDJSON file. */
export const scanSummarySchema = z.object({
  schemaVersion: z.literal('2.0'),
  tool: z.object({ name: z.literal('certmuster'), version: z.string() }),
  startedAt: instant,
  finishedAt: instant,
  /** The instant at which validity is judged. */
  asOf: instant,
  /** False after an interruption. */
  complete: z.boolean(),
  /** What the reader should know, for instance that the specification calls itself preliminary. */
  notices: z.array(z.string()),
  /** By family; absent: nothing was left out. */
  leftOut: z.array(leftOutSchema).exactOptional(),
  /** Absent: no range was a target. */
  ranges: z.array(rangeSummarySchema).exactOptional(),
  inputs: z.array(z.object({ path: z.string(), sha256 })),
  options: z.record(z.string(), z.unknown()),
  /**
   * By deployment name, `-` for targets outside any, and for targets that override something of their own by the id of the first that
   * overrides the same: effective severities and thresholds, what was overridden, and for which targets.
   */
  policies: z.record(z.string(), z.unknown()),
  trustStores: z.array(
    z.object({
      name: z.string(),
      source: z.string(),
      date: z.string().nullable(),
      anchors: z.array(sha256),
      /** SHA-256 of the anchors' fingerprints, sorted, a line feed after each: equal for equal stores. Absent in older reports. */
      anchorsSha256: sha256.exactOptional(),
    }),
  ),
  /** Every fetch made for a certificate, each once. */
  fetches: z.array(fetchRecordSchema),
  /** Worst first. */
  causes: z.array(causeSchema),
  summary: summarySchema,
  checks: z.record(z.string(), checkDescriptionSchema),
  deploymentFindings: z.array(deploymentFindingSchema),
  /** Who scanned; absent: not recorded. */
  scannedBy: scannerSchema.exactOptional(),
  /** When saved observations were judged; absent: they were judged while they were made. */
  evaluatedAt: instant.exactOptional(),
  /** How saved observations were judged; absent as above. */
  evaluation: evaluationSchema.exactOptional(),
});
export type ScanSummary = Readonly<z.infer<typeof scanSummarySchema>>;

/** The whole report, as `--format json` writes it. Endpoints in expansion order. */
export const scanReportSchema = scanSummarySchema.extend({ endpoints: z.array(endpointReportSchema) });
export type ScanReport = Readonly<z.infer<typeof scanReportSchema>>;
