import { z } from 'zod';
import { bytes, sha256 } from './bytes.ts';
import { fetchRecordSchema } from './fetch-record.ts';

/** What may be fetched for an endpoint's certificates, and from which addresses outside the public internet. */
export const fetchWishSchema = z.strictObject({
  /** Missing issuers, over AIA caIssuers. */
  issuers: z.boolean(),
  /** CRLs, over their distribution points. */
  crl: z.boolean(),
  ocsp: z.boolean(),
  /** Hosts, addresses, ranges in CIDR, or `private`: addresses that are otherwise refused. */
  allow: z.array(z.string()),
  /** How to get there: a proxy's URL without password, `environment`, or `none`. Absent: by the endpoint's own proxy, if it has one. */
  proxy: z.string().exactOptional(),
});
export type FetchWish = Readonly<z.infer<typeof fetchWishSchema>>;

/** What a fetch is for. */
const fetchPurposes = ['issuer', 'crl', 'ocsp'] as const;
export type FetchPurpose = (typeof fetchPurposes)[number];

/** One fetch, its purpose, and whether its result can be used. */
const evidenceFetchSchema = fetchRecordSchema.extend({
  purpose: z.enum(fetchPurposes),
  /** The certificate that holds the pointer. */
  certificate: sha256,
  /** The URL as it stands there. Absent: it is `url`. */
  pointer: z.string().exactOptional(),
  /** Why the result cannot be used, a whole sentence; null: it can, or nothing was fetched. */
  problem: z.string().nullable(),
});
export type EvidenceFetch = Readonly<z.infer<typeof evidenceFetchSchema>>;

/** What was fetched after the handshake: raw DER with its origin, and every pointer with the outcome. */
export const networkEvidenceSchema = z.strictObject({
  /** Certificates that issuer links reach from the leaf and that were not presented, nearest to the leaf first. */
  issuers: z.array(z.strictObject({ url: z.string(), der: bytes })),
  /** Certificates fetched beside them, of the same CAs for other keys: they may have signed CRLs. Absent: none. */
  otherKeys: z.array(z.strictObject({ url: z.string(), der: bytes })).exactOptional(),
  /** Delta CRLs are among them. Several for one certificate: each place was asked until an answer settled the question. */
  crls: z.array(z.strictObject({ url: z.string(), der: bytes })),
  /** `certificate`: the one that was asked about; `url`: the responder that it names. Several for one certificate, as for CRLs. */
  ocspResponses: z.array(z.strictObject({ url: z.string(), certificate: sha256, der: bytes })),
  /** Pointers in the order they were followed, those not followed (`ldap:`) too. */
  fetches: z.array(evidenceFetchSchema),
  /** False if there were more pointers than the budget allows, or the time ran out before all were followed. */
  complete: z.boolean(),
});
export type NetworkEvidence = Readonly<z.infer<typeof networkEvidenceSchema>>;
