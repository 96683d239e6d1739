import { z } from 'zod';
import { bytes, instant } from './bytes.ts';
import { endpointSchema } from './endpoint.ts';
import { failureSchema } from './failure.ts';
import { attemptSchema, handshakeSchema } from './handshake.ts';
import { networkEvidenceSchema } from './network-evidence.ts';

/** Everything the network said about one endpoint, and nothing we think of it. */
export const endpointObservationSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  endpoint: endpointSchema,
  /** Sorted by it, the observations of a run stand in expansion order; has gaps. Absent where a run had no order. */
  index: z.int().min(0).exactOptional(),
  observedAt: instant,
  /** `file`: certificates handed to `verify`; nothing was dialled, and what only a live server shows is undetermined. */
  source: z.enum(['network', 'file']),
  /** May stand beside a chain: the handshake broke after the certificates. */
  failure: failureSchema.nullable(),
  /** Null where no ServerHello was seen. */
  handshake: handshakeSchema.nullable(),
  /** How often it was tried again, from the name on, where that was at all; everything here is of the last try. */
  retries: z.int().min(1).exactOptional(),
  /** Every connection made, in order; empty where the name could not be resolved. */
  attempts: z.array(attemptSchema),
  /** Certificates as presented: raw DER in wire order, leaf first. */
  certificates: z.array(bytes),
  /** The leaf served when dialled without SNI, why none was, or null: not dialled. */
  withoutServerName: z
    .union([z.strictObject({ certificates: z.array(bytes).min(1) }), z.strictObject({ failure: failureSchema })])
    .nullable(),
  /** Issuers, CRLs and OCSP responses that the certificates point to. Absent: nothing was to be fetched (`endpoint.fetch`). */
  evidence: networkEvidenceSchema.exactOptional(),
});

export type EndpointObservation = Readonly<z.infer<typeof endpointObservationSchema>>;
