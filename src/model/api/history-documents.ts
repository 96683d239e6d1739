import { z } from 'zod';

import { instant, sha256 } from '../bytes.ts';
import { failureKinds, failureStages, severities, verdicts } from '../vocabulary.ts';

/** The documents about a history, as `history … --json`, `diff --json` and the API of the service write them. */

const ids = z.array(z.string());

/** A run as `history runs --json` lists it. */
export const runRecordSchema = z.object({
  run: z.int().min(1).describe('Its number in the history.'),
  series: z.string().describe('What it audits: the name of its schedule.'),
  startedAt: instant,
  finishedAt: instant.nullable().describe('Null: it was killed, or is under way.'),
  complete: z.boolean().nullable().describe('False: interrupted. Null: not finished.'),
  version: z.string().nullable().describe('The version of certmuster.'),
  summary: z.unknown().describe('Counts, as `summary` of a report. Null: not finished.'),
  hasObservations: z.boolean().describe('Whether its report can be written, and judged again.'),
});

/** A cause as `history causes --json` lists it: an interval in which it was there with one severity. */
export const causeIntervalSchema = z.object({
  series: z.string(),
  key: z.string().describe('Stable from run to run.'),
  fault: z.string().describe('`CHECK/FAULT`, for instance `validity-period/expired`.'),
  severity: z.enum(severities),
  waived: z.boolean(),
  title: z.string(),
  firstSeen: instant,
  lastSeen: instant,
  goneAt: instant.nullable().describe('The first run that looked and did not find it. Null: it stands.'),
  remedy: z.string(),
  places: z.array(z.string()).describe('Where it showed last.'),
  endpoints: ids.describe('Ids of the endpoints on which it showed last.'),
});

const certificateRecord = {
  sha256,
  subject: z.string().nullable(),
  issuer: z.string().nullable(),
  serialNumber: z.string().nullable(),
  notBefore: z.string().nullable(),
  notAfter: z.string().nullable(),
  dnsNames: z.array(z.string()).nullable(),
  extendedKeyUsage: z.array(z.string()).nullable().describe('Dotted OIDs. Null: the extension is absent.'),
  publicKeySha256: z.string().nullable(),
};
const span = { firstSeen: instant, lastSeen: instant };

/** A leaf certificate as `history certificates --json` lists it. */
export const knownCertificateSchema = z.object({
  ...certificateRecord,
  ...span,
  endpoints: ids.describe(
    'Ids of the endpoints that presented it when they last answered. Empty: it is served nowhere.',
  ),
});

const failureSchema = z.object({ stage: z.enum(failureStages), kind: z.enum(failureKinds), message: z.string() });

/** An endpoint as `history HOST --json` shows it; each list oldest first. */
export const endpointHistorySchema = z.object({
  id: z.string(),
  certificates: z.array(z.object({ ...certificateRecord, ...span })),
  states: z.array(z.object({ verdict: z.string(), failure: failureSchema.nullable(), ...span })),
  causes: z.array(causeIntervalSchema),
});

/** An endpoint as it was last seen. */
export const endpointRecordSchema = z.object({
  id: z.string(),
  deployment: z.string().nullable(),
  role: z.string(),
  server: z.string().nullable(),
  host: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  site: z.string().nullable().describe('The site that it is to be seen from. Null: none is declared.'),
  seenFrom: z
    .string()
    .nullable()
    .describe(
      'The site that it was seen from in the last run that looked. Null: from where that ran, or it was not seen.',
    ),
  series: z.array(z.string()).describe('The series that audit it.'),
  verdict: z.enum(verdicts).nullable().describe('Of the last run that looked. Null: none has finished.'),
  failure: failureSchema.nullable().describe('Why it did not answer then. Null: it did.'),
  lastSeen: instant.nullable().describe('Start of the last run that looked.'),
  certificate: sha256.nullable().describe('The leaf that it presented last.'),
  notAfter: z.string().nullable().describe('When that expires.'),
});

const snapshotCauseSchema = causeIntervalSchema.pick({
  key: true,
  fault: true,
  severity: true,
  waived: true,
  title: true,
  remedy: true,
  places: true,
  endpoints: true,
});
const changedCauseSchema = snapshotCauseSchema.extend({
  before: z.object({ severity: z.enum(severities), waived: z.boolean() }),
});
const comparedRunSchema = z.object({ name: z.string(), startedAt: instant });

/** What changed from one run to a later one, as `diff --json` shows it. */
export const comparisonSchema = z.object({
  before: comparedRunSchema,
  after: comparedRunSchema,
  causes: z.object({
    new: z.array(snapshotCauseSchema),
    fixed: z.array(snapshotCauseSchema),
    worse: z.array(changedCauseSchema),
    better: z.array(changedCauseSchema),
    unknown: z.array(snapshotCauseSchema),
  }),
  endpoints: z.object({ new: ids, vanished: ids, silent: ids, answering: ids }),
  certificates: z.array(
    z.object({
      before: z.object(certificateRecord),
      after: z.object(certificateRecord),
      kind: z.enum(['renewal', 'change']),
      changes: z.array(
        z.object({
          what: z.enum(['issuer', 'subject', 'names', 'purposes', 'key', 'expiry']),
          isMaterial: z.boolean(),
          text: z.string(),
        }),
      ),
      endpoints: ids,
      pending: ids,
    }),
  ),
});
