import { z } from 'zod';
import { bytes, instant } from './bytes.ts';
import { nameResolutionSchema } from './deployment.ts';
import { endpointSchema } from './endpoint.ts';
import { failureSchema } from './failure.ts';
import { attemptSchema, handshakeSchema } from './handshake.ts';
import { networkEvidenceSchema } from './network-evidence.ts';
import { wordSchema } from './word.ts';

/** Everything that the network showed of one endpoint, without any judgement. */
export const endpointObservationSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  endpoint: endpointSchema,
  /** Its number in the expansion order of the run, with gaps; absent if the run had no order. */
  index: z.int().min(0).exactOptional(),
  observedAt: instant,
  /** The site whose worker dialed; absent: whoever scanned. */
  seenFrom: wordSchema.exactOptional(),
  /**
   * `file`: certificates handed to `verify`; nothing was dialed, and what only a live server shows is undetermined. `request`: a
   * certification request, as the certificate that a CA would make of it; what only the issued certificate shows is undetermined too.
   */
  source: z.enum(['network', 'file', 'request']),
  /** May stand beside a chain: the handshake broke after the certificates. */
  failure: failureSchema.nullable(),
  /** Null: no ServerHello was received. */
  handshake: handshakeSchema.nullable(),
  /** What DNS answered where it was dialed, for the names of `endpoint.resolves`. Absent: none were to be looked up. */
  nameResolutions: z.array(nameResolutionSchema).exactOptional(),
  /** How often the endpoint was tried again, starting with the name. Everything here is of the last try. Absent: never. */
  retries: z.int().min(1).exactOptional(),
  /** Every connection made, in order; empty if the name could not be resolved. */
  attempts: z.array(attemptSchema),
  /** Certificates as presented: raw DER in wire order, leaf first. */
  certificates: z.array(bytes),
  /** The chain presented without SNI, why there was none, or null: not dialed without SNI. */
  withoutServerName: z
    .union([z.strictObject({ certificates: z.array(bytes).min(1) }), z.strictObject({ failure: failureSchema })])
    .nullable(),
  /** The chain presented to a client that asked for a server name which the server does not have, or why there was none; absent: not asked. */
  withWrongServerName: z
    .union([
      z.strictObject({ serverName: z.string(), certificates: z.array(bytes).min(1) }),
      z.strictObject({ serverName: z.string(), failure: failureSchema }),
    ])
    .exactOptional(),
  /** Issuers, CRLs and OCSP responses that the certificates point to. Absent: nothing was to be fetched (`endpoint.fetch`). */
  evidence: networkEvidenceSchema.exactOptional(),
});

export type EndpointObservation = Readonly<z.infer<typeof endpointObservationSchema>>;
