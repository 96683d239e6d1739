import { z } from 'zod';
import { accesses, noStartTls, startTlsProtocols } from './vocabulary.ts';
import { wordSchema } from './word.ts';

/**
 * Texts with `${…}` in them stand for names of the topology: `as.${url.host}`. A path that leads through a list stands for one text
 * each. No expression language.
 */
const template = z.string().min(1);
const templates = z.array(template);
const source = z
  .string()
  .min(1)
  .describe(
    'Where the demand stands: document and section, or the standard of your own house. Absent: the `source` of the role.',
  );
const days = z.int().min(1).max(36_500);
const presence = z.enum(['required', 'forbidden', 'free']);

const namesByKind = z.strictObject({
  dns: templates.optional().describe('DNS names (dNSName). `*` as the first label stands for that wildcard itself.'),
  ip: templates.optional().describe('IP addresses (iPAddress).'),
  uri: templates.optional().describe('URIs. `*` stands for any characters: `spiffe://corp.example/redis/*`.'),
  email: templates.optional().describe('E-mail addresses (rfc822Name). `*` stands for any characters.'),
});

const namesSchema = z.strictObject({
  matcher: z
    .enum(['rfc9525', 'schannel', 'mtls'])
    .optional()
    .describe(
      "Whose rules compare the certificate with the name dialed: `rfc9525` (today's clients: the SAN alone), `schannel` (RFC 2818 with the wildcards of Windows), `mtls` (the CN has to be the name).",
    ),
  required: namesByKind.optional().describe('Names that the SAN has to have.'),
  allowed: namesByKind
    .optional()
    .describe('Names that the SAN may have beside the required ones; a kind that is not listed is free.'),
  forbidden: namesByKind.optional().describe('Names that the SAN must not have. `*` stands for any characters.'),
  wildcard: z
    .union([z.enum(['allowed', 'forbidden']), templates.min(1)])
    .optional()
    .describe(
      'Whether the certificate may have wildcards. A list: only in place of these names, which a wildcard in the SAN then covers.',
    ),
  source: source.optional(),
});

const subjectSchema = z.strictObject({
  commonName: templates.describe('What the CN has to be: one of these. An empty list: any or none.'),
  source: source.optional(),
});

/** A name, for instance `serverAuth`, or a dotted OID. */
const purpose = z.string().min(1);

const extendedKeyUsageSchema = z.strictObject({
  required: z
    .array(purpose)
    .optional()
    .describe('Purposes that have to be there, all of them: names (`serverAuth`, `clientAuth`, …) or dotted OIDs.'),
  oneOf: z.array(purpose).optional().describe('Purposes of which at least one has to be there.'),
  allowed: z.array(purpose).optional().describe('Purposes that may be there beside them; others are an excess.'),
  forbidden: z.array(purpose).optional().describe('Purposes that must not be there.'),
  absent: z
    .enum(['pass', 'fail'])
    .optional()
    .describe(
      'Whether a certificate without extended key usage passes. Default: `fail` where something has to be there.',
    ),
  source: source.optional(),
});

export const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
const bits = z.array(z.enum(keyUsageBits));

const keyUsageSchema = z.strictObject({
  required: z
    .union([z.literal('negotiated'), bits])
    .optional()
    .describe('Bits that have to be there, all of them; `negotiated`: what the negotiated key exchange used.'),
  oneOf: bits.optional().describe('Bits of which at least one has to be there.'),
  allowed: bits.optional().describe('Bits that may be there beside them; others are an excess.'),
  absent: z
    .enum(['pass', 'fail'])
    .optional()
    .describe('Whether a certificate without key usage passes. Default: `fail` where bits have to be there.'),
  needsRsa: z.boolean().optional().describe('The bits demanded need an RSA key.'),
  source: source.optional(),
});

export const keyKinds = ['rsa', 'ec', 'ed25519', 'ed448', 'dsa', 'ml-dsa'] as const;

const keySchema = z.strictObject({
  types: z.array(z.enum(keyKinds)).min(1).optional().describe('Kinds of keys that the certificate may have.'),
  curves: z.array(z.string()).min(1).optional().describe('Curves that an EC key may be on: P-256, P-384, P-521, …'),
  rsaBits: z.array(z.int().min(1)).min(1).optional().describe('Sizes that an RSA key may have, in bits.'),
  minimumRsaBits: z.int().min(1).optional().describe('Least size of an RSA key, in bits (check key-strength).'),
  recommendedRsaBits: z
    .int()
    .min(1)
    .optional()
    .describe('Recommended size of an RSA key, in bits (check key-strength-margin).'),
  minimumEcBits: z.int().min(1).optional().describe('Least size of an EC key, in bits.'),
  recommendedEcBits: z.int().min(1).optional().describe('Recommended size of an EC key, in bits.'),
  source: source.optional(),
});

const signatureSchema = z.strictObject({
  allowed: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Hashes and schemes that signatures on the path may use; any other is forbidden.'),
  forbidden: z
    .array(z.string())
    .optional()
    .describe('Hashes and schemes that no signature on the path may use (check signature-algorithm).'),
  deprecated: z
    .array(z.string())
    .optional()
    .describe('Hashes and schemes that are out of use (check signature-algorithm-deprecated).'),
  source: source.optional(),
});

const lifetimeSchema = z.strictObject({
  maximumDays: days.optional().describe('From notBefore to notAfter, at most, in days.'),
  minimumDays: days.optional().describe('From notBefore to notAfter, at least, in days.'),
  source: source.optional(),
});

const trustSchema = z.strictObject({
  list: wordSchema
    .optional()
    .describe(
      'Which of the trust lists of a deployment; `access`: internal, external or (access both) each of the two.',
    ),
  stores: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Trust stores by their names in the targets file, if neither target nor deployment declares any.'),
  publiclyTrusted: presence.optional().describe('Whether the certificate has to lead to a root that Mozilla trusts.'),
  source: source.optional(),
});

const clientCertificateSchema = z.strictObject({
  requested: presence.describe('Whether the server has to ask for a client certificate in the first handshake.'),
  source: source.optional(),
});

const roleList = z.array(z.string().min(1));

const sharingSchema = z.strictObject({
  sameKeyAs: roleList
    .optional()
    .describe('Roles whose endpoints have to present the same key; the role itself: all its endpoints the same.'),
  sameCertificateAs: roleList.optional().describe('Roles whose endpoints have to present the same certificate.'),
  sameIssuerAs: roleList
    .optional()
    .describe('Roles whose endpoints have to present certificates of the same issuing CA.'),
  sameSubjectAs: roleList
    .optional()
    .describe('Roles whose endpoints have to present certificates of the same subject.'),
  differentKeyFrom: roleList.optional().describe('Roles whose endpoints must not present the same key.'),
  within: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Compare within one element of a list of the topology, as `dial.as` names it, for instance one pool. Absent: within the deployment.',
    ),
  source: source.optional(),
});

const terminationSchema = z.strictObject({
  endsAt: z
    .string()
    .min(1)
    .describe('The role whose endpoints decrypt TLS: this place passes it through, so it presents one of their keys.'),
  source: source.optional(),
});

const templateSchema = z.strictObject({
  forbidden: z
    .array(z.string().min(1))
    .optional()
    .describe('Names of certificate templates (version 1) that the certificate must not come from.'),
  required: z
    .array(z.string().min(1))
    .optional()
    .describe('Template names (version 1) or OIDs (version 2) of which one is demanded.'),
  source: source.optional(),
});

const pointersSchema = z.strictObject({
  crl: presence.optional().describe('A CRL distribution point in the leaf.'),
  ocsp: presence.optional().describe('An OCSP responder in the leaf.'),
  issuer: presence.optional().describe('A caIssuers pointer (AIA) in the leaf.'),
  source: source.optional(),
});

const notVisibleSchema = z.strictObject({
  demand: z.string().min(1).describe('What is demanded and cannot be seen over TLS: one sentence.'),
  verify: z.string().min(1).describe('How to verify it on the server: one sentence or command.'),
  source: source.optional(),
});

const dialSchema = z.strictObject({
  each: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A list of the topology: one endpoint for each of its elements. `pools.members` goes through both lists.',
    ),
  as: z
    .string()
    .min(1)
    .optional()
    .describe('What templates call the element: `as: server` lets them name its `server.fqdn`.'),
  host: template.describe('The name dialed, which the certificate has to match. A list makes one endpoint each.'),
  address: template.optional().describe('The IP address to dial, if it is declared; else a name is resolved.'),
  lookup: template.optional().describe('The name to resolve; absent: the host.'),
  port: z
    .union([z.int().min(1).max(65_535), template])
    .optional()
    .describe('The port, or a template that gives one. Absent: the usual one of `startTls`.'),
  startTls: z
    .union([z.enum([...startTlsProtocols, noStartTls]), template])
    .optional()
    .describe(
      'What is spoken in plain text before TLS (STARTTLS), or a template that gives it. Absent, `none`, or not declared: TLS begins at once.',
    ),
  serverName: z.enum(['host', 'none']).optional().describe('`none`: dial without SNI.'),
});

const planSchema = z.strictObject({
  table: z
    .string()
    .optional()
    .describe('The table of the specification whose rows name the fields of the certificate.'),
  caMayDifferFrom: z
    .strictObject({
      cas: z.string().describe('The CAs, in words.'),
      section: z.string().describe('Where that stands.'),
    })
    .optional()
    .describe('CAs from which the CA of the certificate may differ.'),
  madeBy: z
    .string()
    .min(1)
    .optional()
    .describe('What makes the certificate itself, so that none is to be requested: `Exchange setup`.'),
});

export const fieldNoteTopics = ['server-name', 'sha-512', 'single-certificate'] as const;

export const roleDocumentSchema = z.strictObject({
  extends: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A role of this policy or of the one it extends, whose demands this role takes over where it states none.',
    ),
  abstract: z.boolean().optional().describe('Only to be extended: no target may have this role.'),
  title: z.string().min(1).optional().describe('What holds the certificate, in a few words.'),
  dialed: z.string().min(1).optional().describe('What a scan connects to, in words.'),
  source: z.string().min(1).optional().describe('Where the demands of the role stand.'),
  access: z.enum(accesses).optional().describe('From where it is reached, if a deployment says nothing.'),
  site: z
    .enum(accesses)
    .optional()
    .describe(
      'On which side clients reach it directly, and so from which site of a deployment it is seen. Absent: by `trust.list` (`external`: external, `access`: by `access`, any other: internal).',
    ),
  dial: z.array(dialSchema).optional().describe('Which endpoints a deployment has in this role.'),
  names: namesSchema
    .optional()
    .describe('What the SAN has to hold, may hold and must not hold, and whose rules compare names.'),
  subject: subjectSchema.optional().describe('The subject of the certificate.'),
  extendedKeyUsage: extendedKeyUsageSchema.optional().describe('Purposes of the certificate.'),
  keyUsage: keyUsageSchema.optional().describe('Uses of the key.'),
  key: keySchema.optional().describe('Kind and size of the key.'),
  signature: signatureSchema.optional().describe('Algorithms of the signatures on the path.'),
  lifetime: lifetimeSchema.optional().describe('How long the certificate may be valid.'),
  trust: trustSchema.optional().describe('Which roots the certificate has to lead to.'),
  clientCertificate: clientCertificateSchema.optional().describe('Whether the server asks clients for a certificate.'),
  sharing: sharingSchema.optional().describe('What places have to share, or must not.'),
  termination: terminationSchema.optional().describe('Where TLS is decrypted.'),
  template: templateSchema.optional().describe('The certificate template of AD CS.'),
  pointers: pointersSchema.optional().describe('Where the certificate says that revocation and its issuer are found.'),
  notVisible: z
    .array(notVisibleSchema)
    .optional()
    .describe('Demands that cannot be seen over TLS, each with how to verify it.'),
  clientsInstallChain: z
    .boolean()
    .optional()
    .describe('Clients have to install the chain of the CA themselves (check chain-download).'),
  fieldNotes: z
    .array(z.enum(fieldNoteTopics))
    .optional()
    .describe('Reports from the field that stand beside findings and decide nothing.'),
  plan: planSchema.optional().describe('What `certmuster plan` says beside the demands.'),
});

export type RoleDocument = Readonly<z.infer<typeof roleDocumentSchema>>;
