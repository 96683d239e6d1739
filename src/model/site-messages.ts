import { z } from 'zod';

import { instant, sha256 } from './bytes.ts';
import { endpointSchema } from './endpoint.ts';
import type { Problem } from './problem.ts';
import { runIdPattern } from './run-id.ts';
import { err, ok, type Result } from './result.ts';
import { shapeProblems } from './shape-problems.ts';
import { addressFamilies, handshakeChoices, keyTypes } from './vocabulary.ts';
import { wordSchema } from './word.ts';

/** The format of the messages below. A program that reads another one refuses them and says so. */
export const siteMessageFormat = 1;

/** Requests of one batch. Batches of 20 to 100 keep what a message costs beside what an endpoint costs. */
const maxRequestsOfBatch = 100;

/** Results of one request: a name has at most 256 addresses. */
const maxObservationsOfRequest = 1_024;

/** What all formats have in common: enough to say to whom a message belongs that cannot be read. */
export const siteEnvelopeSchema = z.looseObject({
  format: z.int().min(0),
  run: z.string().regex(runIdPattern),
  /** Parts of a batch that was split have the id of the whole, a point and a number more. */
  batch: z.string().regex(/^[0-9a-z]{1,40}(?:\.\d{1,3}){0,8}$/),
});
export type SiteEnvelope = Readonly<Pick<z.infer<typeof siteEnvelopeSchema>, 'format' | 'run' | 'batch'>>;

const ofBatch = {
  format: z.literal(siteMessageFormat),
  run: siteEnvelopeSchema.shape.run,
  batch: siteEnvelopeSchema.shape.batch,
  site: wordSchema,
};

/** Of an endpoint what dialing it takes. What it is judged by stays with the scanner. */
const siteRequestSchema = endpointSchema.pick({
  id: true,
  host: true,
  port: true,
  address: true,
  lookupName: true,
  serverName: true,
  keyType: true,
  alpn: true,
  startTls: true,
  xmppTo: true,
  proxy: true,
  proxyProtocol: true,
  probeWithoutServerName: true,
  sniProbe: true,
  fetch: true,
  resolves: true,
});
export type SiteRequest = Readonly<z.infer<typeof siteRequestSchema>>;

/** How to dial: the options of the run that are not the worker's own. */
const siteOptionsSchema = z.strictObject({
  timeoutMs: z.int().min(1).max(3_600_000),
  retries: z.int().min(0).max(10),
  provePossession: z.boolean(),
  keyTypes: z.enum(['default', 'all']),
  handshake: z.enum(handshakeChoices),
  alpn: z.array(z.string()),
  addressFamily: z.enum(addressFamilies).exactOptional(),
  clientName: z.string().exactOptional(),
  /** The instant that the run is judged at: what is fetched is to settle what is asked then. */
  at: instant,
  /** `--exclude`, as written. */
  exclude: z.array(z.string()),
  /** Roots (DER in base64) that servers do not send: to ask whether a certificate below one is revoked takes its key. */
  anchors: z.array(z.base64()).max(64),
});
export type SiteOptions = Readonly<z.infer<typeof siteOptionsSchema>>;

/** From the scanner to the workers of a site. */
export const siteBatchSchema = z.strictObject({
  ...ofBatch,
  options: siteOptionsSchema,
  requests: z.array(siteRequestSchema).min(1).max(maxRequestsOfBatch),
});
export type SiteBatch = Readonly<z.infer<typeof siteBatchSchema>>;

/** An observation without what the scanner knows of the endpoint; bytes are named by their SHA-256. */
const sentObservationSchema = z.looseObject({
  /** Of the endpoint, as far as the worker found it out. */
  address: z.string().nullable(),
  keyType: z.enum(keyTypes).nullable(),
});
export type SentObservation = Readonly<z.infer<typeof sentObservationSchema>>;

/** Addresses of a name that were not dialed, by family. */
const sentLeftOutSchema = z.strictObject({
  family: z.enum(addressFamilies),
  reason: z.enum(['missing', 'excluded']),
  endpoints: z.int().min(1).max(1_000),
});

const requestResultSchema = z.strictObject({
  /** The id of the request. */
  request: z.string(),
  observations: z.array(sentObservationSchema).max(maxObservationsOfRequest),
  /** Addresses that `exclude` leaves out. */
  excluded: z.array(z.string()).max(256),
  leftOut: z.array(sentLeftOutSchema).max(2),
});

/** From a worker to the scanner: everything about some requests of a batch. */
const siteResultsSchema = z.strictObject({
  ...ofBatch,
  kind: z.literal('results'),
  results: z.array(requestResultSchema).min(1).max(maxRequestsOfBatch),
  /** What the observations name, each once, in base64 by its SHA-256. */
  bytes: z.record(sha256, z.base64()),
});
export type SiteResults = Readonly<z.infer<typeof siteResultsSchema>>;

/** From a worker to the scanner: it will not do a batch. */
const siteRefusalSchema = z.strictObject({
  ...ofBatch,
  kind: z.literal('refused'),
  /** `format`: of another version; `unreadable`: of this version, and not well-formed. */
  reason: z.enum(['format', 'unreadable']),
  /** The format that the worker reads, and the version of its program. */
  reads: z.int().min(0),
  version: z.string().max(64),
});
export type SiteRefusal = Readonly<z.infer<typeof siteRefusalSchema>>;

const siteAnswerSchema = z.discriminatedUnion('kind', [siteResultsSchema, siteRefusalSchema]);
export type SiteAnswer = SiteResults | SiteRefusal;

/** Reads a batch, or returns every problem. */
export function decodeSiteBatch(json: unknown): Result<SiteBatch, readonly Problem[]> {
  const decoded = siteBatchSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}

/** Reads what a worker sent, or returns every problem. */
export function decodeSiteAnswer(json: unknown): Result<SiteAnswer, readonly Problem[]> {
  const decoded = siteAnswerSchema.safeParse(json);
  return decoded.success ? ok(decoded.data) : err(shapeProblems(decoded.error.issues, json));
}
