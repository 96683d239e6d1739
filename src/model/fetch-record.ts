import { z } from 'zod';

/** How fetching one URL of a certificate ended. */
const fetchOutcomes = [
  'fetched',
  /** A scheme that is not followed, mostly `ldap:`. Nothing was dialed. */
  'not-followed',
  /** Refused by the address policy, because it has credentials, or because it is not a URL. Nothing was dialed. */
  'refused',
  'name-not-resolved',
  'connection-failed',
  'timeout',
  'too-large',
  'too-many-redirects',
  /** A status other than 200. */
  'http-status',
  /** Not HTTP, or HTTP that breaks off. */
  'bad-response',
  'aborted',
  /** A bound of this program left it out, which `message` names. Nothing was dialed. */
  'limit',
] as const;
export type FetchOutcome = (typeof fetchOutcomes)[number];

/** One fetch made for a certificate, redirects included, without what was fetched. */
export const fetchRecordSchema = z.object({
  method: z.enum(['GET', 'POST']),
  /** As it stands in the certificate; of an OCSP request by GET with the question behind it. */
  url: z.string(),
  /** Targets of the redirects, in order. */
  redirects: z.array(z.string()),
  /** The address dialed last; null: none was, or a proxy was asked. */
  address: z.string().nullable(),
  /** URL of the proxy that was asked last, without password. Absent: none was. */
  proxy: z.string().exactOptional(),
  /** Of the last answer; null: there was none. */
  status: z.int().nullable(),
  /** Of the last answer's body, as far as it was read. */
  bytes: z.int().min(0),
  outcome: z.enum(fetchOutcomes),
  /** What happened, a whole sentence. */
  message: z.string(),
  durationMs: z.number(),
});

export type FetchRecord = Readonly<z.infer<typeof fetchRecordSchema>>;
