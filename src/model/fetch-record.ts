import { z } from 'zod';

/** What became of one URL that a certificate points to. */
export const fetchOutcomes = [
  'fetched',
  /** Not a scheme we follow, `ldap:` above all. Nothing was dialled. */
  'not-followed',
  /** The address policy, a URL with credentials, or one that is no URL. Nothing was dialled for it. */
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
] as const;
export type FetchOutcome = (typeof fetchOutcomes)[number];

/** One fetch made for a certificate's sake, redirects included; never what was fetched. */
export const fetchRecordSchema = z.object({
  method: z.enum(['GET', 'POST']),
  /** As the certificate says it. */
  url: z.string(),
  /** Where redirects led, in order; the last one was asked last. */
  redirects: z.array(z.string()),
  /** The address dialled last; null: none was. */
  address: z.string().nullable(),
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
