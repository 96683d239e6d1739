import { z } from 'zod';

import { sha256 } from './bytes.ts';
import { severities } from './vocabulary.ts';
import { waiverSchema } from './waiver.ts';

export const citationSchema = z.object({ document: z.string(), section: z.string(), url: z.string().nullable() });

/**
 * What one act of an administrator mends, with everything that follows from it. The same fault of the same subject is one cause, on
 * however many endpoints it shows.
 */
export const causeSchema = z.object({
  /** Stable from run to run: made of the fault and its subject. */
  key: z.string(),
  /** `CHECK/FAULT`, for instance `validity-period/expired`. */
  fault: z.string(),
  /** Of the worst finding that belongs to it. */
  severity: z.enum(severities),
  /** What is wrong, with its values. No full stop. */
  title: z.string(),
  why: z.string(),
  remedy: z.string(),
  citation: citationSchema,
  /** Writes the request for the certificate that belongs to the first place (certreq; `--format openssl` for OpenSSL); null: none is needed. */
  command: z.string().nullable(),
  /** SHA-256 of the certificate at fault; null: it is no certificate's fault. */
  certificate: sha256.nullable(),
  /** Where it shows: server or host, address and port. Each once. */
  places: z.array(z.string()),
  /** Ids of the endpoints on which it shows. */
  endpoints: z.array(z.string()),
  /** Number of endpoints that are not listed, because too many were. Absent: none. */
  endpointsOmitted: z.int().min(1).exactOptional(),
  /** Number of failing findings that belong to it. */
  findings: z.int().min(1),
  /** Set if the operator accepts it: neither verdict nor exit code counts it. */
  waiver: waiverSchema.nullable(),
});

export type Cause = Readonly<z.infer<typeof causeSchema>>;
