import { z } from 'zod';
import { keyUsageBits } from './role-document.ts';
import { wordSchema } from './word.ts';

const texts = z.array(z.string().min(1));
const url = z.string().min(1).nullable();

/** Kinds of keys that fixtures name. */
const fixtureKeyTypes = [
  'rsa-512',
  'rsa-1024',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p224',
  'ec-p256',
  'ec-p384',
  'ec-p521',
  'ec-secp256k1',
  'ed25519',
] as const;

const certificateChangesSchema = z.strictObject({
  commonName: z.string().min(1).nullable().optional().describe('The CN; null: none.'),
  dns: texts.optional().describe('The DNS names of the SAN, all of them.'),
  ip: texts.optional().describe('The IP addresses of the SAN, all of them.'),
  uri: texts.optional().describe('The URIs of the SAN, all of them.'),
  email: texts.optional().describe('The e-mail addresses of the SAN, all of them.'),
  without: z
    .strictObject({ dns: texts.optional(), ip: texts.optional(), uri: texts.optional(), email: texts.optional() })
    .optional()
    .describe('Names that the conforming certificate has and this one lacks.'),
  extendedKeyUsage: texts
    .min(1)
    .nullable()
    .optional()
    .describe('Names or dotted OIDs of purposes; null: no extension.'),
  keyUsage: z.array(z.enum(keyUsageBits)).min(1).nullable().optional().describe('Bits; null: no extension.'),
  keyType: z.enum(fixtureKeyTypes).optional().describe('Kind and size of the key.'),
  key: z
    .string()
    .min(1)
    .optional()
    .describe('A name: certificates with the same one share a key. Conforming ones share as their roles demand.'),
  notBefore: z.iso.date().optional().describe('The day of issue, UTC.'),
  days: z.int().min(1).max(36_500).optional().describe('The lifetime, in days.'),
  crl: url.optional().describe('The CRL distribution point; null: none.'),
  ocsp: url.optional().describe('The OCSP responder; null: none.'),
  issuer: url.optional().describe('The caIssuers pointer; null: none.'),
  template: z
    .string()
    .min(1)
    .nullable()
    .optional()
    .describe('The certificate template: name (version 1) or dotted OID (version 2); null: none.'),
  signature: z
    .enum(['sha1', 'sha256', 'sha384', 'sha512', 'rsassa-pss'])
    .optional()
    .describe('How the certificate is signed. Default: sha256.'),
  timestamps: z.int().min(0).max(16).optional().describe('Embedded SCTs, each of another log.'),
  issuedBy: z
    .enum(['private', 'public', 'self'])
    .optional()
    .describe(
      'The CA: `private` and `public` are in every trust list of the fixtures, `public` counts as publicly trusted besides. Default: `public` where the role demands that, else `private`.',
    ),
});

const endpointChanges = {
  role: wordSchema
    .optional()
    .describe(
      'The role. Default: the only one that the policy has, else the only one that it adds to its base, else the only one that it dials.',
    ),
  host: z
    .string()
    .min(1)
    .optional()
    .describe('The name dialed. Default: that of the first endpoint of the role that the topology gives.'),
  certificate: certificateChangesSchema
    .optional()
    .describe('What differs from the conforming certificate of the role, which is made from its demands.'),
  clientCertificate: z
    .enum(['requested', 'not-requested'])
    .optional()
    .describe('Whether the server asks for a client certificate. Default: as the role demands.'),
  withoutServerName: z
    .enum(['same', 'other', 'none'])
    .optional()
    .describe(
      'What clients without SNI get: the same certificate, a self-signed one for default.contoso.com (`other`), or no handshake. For virtual servers; absent: it is not tried.',
    ),
};

const topologySchema = z
  .record(z.string(), z.json())
  .describe(
    'What a deployment declares: the parameters of the policy, or `virtualServers` where it has none but those.',
  );

const fixtureSchema = z.strictObject({
  name: z.string().min(1).describe('What is wrong here, or why nothing is: a sentence without a full stop.'),
  ...endpointChanges,
  endpoints: z
    .array(z.strictObject(endpointChanges))
    .min(1)
    .optional()
    .describe('Several endpoints of one deployment, in place of the keys of a single one.'),
  topology: topologySchema.optional(),
  at: z.iso.date().optional().describe('Judge as of this day, UTC. Default: soon after `notBefore`, or 2026-12-01.'),
  expect: z
    .array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'should be CHECK/FAULT, for instance key-usage/missing-bits'))
    .describe('Every fault that has to be found, as CHECK/FAULT, and no other; `[]`: none.'),
});

/** Certificates with what a policy has to say of them. */
export const policyFixturesSchema = z.strictObject({
  $schema: z.string().optional(),
  policy: z.string().min(1).describe('Id of the policy.'),
  topology: topologySchema.optional(),
  fixtures: z.array(fixtureSchema),
});

export type PolicyFixtures = Readonly<z.infer<typeof policyFixturesSchema>>;
export type PolicyFixture = PolicyFixtures['fixtures'][number];
export type FixtureEndpoint = Pick<PolicyFixture, keyof typeof endpointChanges>;
export type CertificateChanges = NonNullable<FixtureEndpoint['certificate']>;
export type FixtureKeyType = (typeof fixtureKeyTypes)[number];
