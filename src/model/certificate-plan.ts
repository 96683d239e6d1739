import { z } from 'zod';
import { keyUsageBits } from './role-document.ts';
import { accesses } from './vocabulary.ts';
import { wordSchema } from './word.ts';

/** Where a certificate is to be installed: one computer or device, at one address and port. */
const installationPlaceSchema = z.strictObject({
  role: wordSchema,
  /** What stands there, for instance `Load balancer`. */
  title: z.string(),
  /** FQDN of the server computer or of the reverse proxy; null: the topology does not name it. */
  computer: z.string().nullable(),
  /** IP literal; null: not declared, the name in `lookupName` leads there. */
  address: z.string().nullable(),
  lookupName: z.string(),
  /** Null: not declared. */
  port: z.int().nullable(),
  /** Names under which clients reach it. */
  names: z.array(z.string()),
  /** Where the specification asks for a certificate here. */
  source: z.string(),
});

/** Kinds of keys that a request can be written for. */
const plannedKeyTypes = ['rsa', 'ec', 'ed25519', 'ed448'] as const;

const presence = z.enum(['required', 'forbidden', 'free']);

/** One certificate that a deployment needs, with everything that its request has to say. */
const plannedCertificateSchema = z.strictObject({
  /** Unique in the plan and fit for a file name: lower-case letters, digits, dots, hyphens and underscores. */
  id: z.string(),
  deployment: z.string().nullable(),
  policy: wordSchema,
  virtualServers: z.array(z.string()),
  access: z.enum(accesses).nullable(),
  /** Null: no name fits into the 64 characters that a CN can hold, and the role demands no CN. */
  commonName: z.string().nullable(),
  dnsNames: z.array(z.string()),
  ipAddresses: z.array(z.string()),
  uris: z.array(z.string()),
  emailAddresses: z.array(z.string()),
  /** Names that the SAN needs too and of which the policy gives a pattern: someone has to choose what stands in place of `*`. */
  namesToFillIn: z.array(z.strictObject({ kind: z.enum(['uri', 'email']), pattern: z.string() })),
  /** X.509 version. */
  version: z.literal(3),
  /** Dotted OIDs. Empty: without the extension. */
  extendedKeyUsage: z.array(z.string()),
  /** `hex` as the Windows dialogue shows it, for instance `a0`. */
  keyUsage: z.strictObject({ bits: z.array(z.enum(keyUsageBits)), hex: z.string() }),
  key: z.strictObject({
    type: z.enum(plannedKeyTypes),
    bits: z.int(),
    /** Of EC keys, for instance `P-256`. */
    curve: z.string().exactOptional(),
    exportable: z.boolean(),
  }),
  /**
   * `shared`: one certificate with one key at all of its places, which have to show the same; `own`: nobody demands that, so each place has
   * a key of its own, and a certificate by the same request.
   */
  keySharing: z.enum(['shared', 'own']),
  /** The built-in template of AD CS to duplicate; null: the policy names none. */
  templateToDuplicate: z.string().nullable(),
  /** Certificate templates by name (version 1) or OID (version 2), one of which has to issue it; empty: any. */
  templates: z.array(z.string()),
  /** From notBefore to notAfter; null: free. */
  lifetime: z.strictObject({ minimumDays: z.int().nullable(), maximumDays: z.int().nullable() }),
  /** Whether it has to lead to a root that Mozilla trusts. */
  publiclyTrusted: presence,
  /** Pointers that the CA has to write into it, or must not. */
  pointers: z.strictObject({ crl: presence, ocsp: presence, issuer: presence }),
  /** It needs a path to one store of each of these lists. */
  trust: z.array(z.strictObject({ list: wordSchema.nullable(), stores: z.array(z.string()) })),
  /** The CAs from which its CA may differ; null: the policy does not say. */
  caMayDifferFrom: z.strictObject({ cas: z.string(), section: z.string() }).nullable(),
  /** Where the demand stands that decides a field, by the name of the field above; a field without one is not in it. */
  sources: z.record(z.string(), z.string()),
  places: z.array(installationPlaceSchema),
  /** Ids of the endpoints that present it. */
  endpoints: z.array(z.string()),
});

/** The certificates that the deployments and targets of a file need. */
export const certificatePlanSchema = z.strictObject({
  schemaVersion: z.literal('1.0'),
  certificates: z.array(plannedCertificateSchema),
  /** Certificates that are needed and cannot be planned, and why. Whole sentences. */
  problems: z.array(z.string()),
  /** What the file leaves out, or what it says that the specification does not allow. Whole sentences. */
  notes: z.array(z.string()),
});

export type CertificatePlan = Readonly<z.infer<typeof certificatePlanSchema>>;
export type PlannedCertificate = Readonly<z.infer<typeof plannedCertificateSchema>>;
export type InstallationPlace = Readonly<z.infer<typeof installationPlaceSchema>>;
