import { z } from 'zod';
import { policyOverridesSchema } from './policy-overrides.ts';
import { accesses } from './vocabulary.ts';
import { wordSchema } from './word.ts';
import { declaredWaiverSchema } from './waiver.ts';

const port = z.int().min(1).max(65_535);
const storeNames = z.array(z.string()).min(1);

const trustStoreSchema = z.union([
  z.strictObject({ files: z.array(z.string()).min(1) }),
  z.strictObject({ bundled: z.enum(['mozilla', 'system']) }),
]);

const serverSchema = z.strictObject({
  fqdn: z.string(),
  address: z.string().optional(),
  httpsPort: port.optional(),
  mtlsPort: port.optional(),
  mtlsAddress: z.string().optional(),
});

const reverseProxySchema = z.strictObject({
  fqdn: z.string(),
  product: z.enum(['isa-2004', 'isa-2006', 'isa-2006-sp1', 'tmg-2010', 'other']).optional(),
  external: z.strictObject({ url: z.string().optional(), address: z.string().optional(), port: port.optional() }),
  internal: z.strictObject({ address: z.string().optional(), port: port.optional() }).optional(),
});

const virtualServerSchema = z.strictObject({
  url: z.string(),
  access: z.enum(accesses).optional(),
  servers: z.array(serverSchema).optional(),
  loadBalancer: z
    .strictObject({ address: z.string().optional(), port: port.optional(), decryptsTls: z.boolean().optional() })
    .optional(),
  reverseProxy: reverseProxySchema.optional(),
});

const deploymentSchema = z.strictObject({
  name: z.string().min(1),
  policy: wordSchema.optional(),
  trust: z.record(wordSchema, storeNames).optional(),
  policyOverrides: policyOverridesSchema.optional(),
  /** Which pointers of certificates are followed; absent or false: none. */
  fetch: z
    .strictObject({
      issuers: z.boolean().optional(),
      crl: z.boolean().optional(),
      ocsp: z.boolean().optional(),
      allow: z.array(z.string()).optional(),
    })
    .optional(),
  /** Accepted failures: who accepted them, why and until when. */
  waivers: z.array(declaredWaiverSchema).optional(),
  virtualServers: z.array(virtualServerSchema).min(1).optional(),
  /** What the policy's own parameters are given. */
  parameters: z.record(z.string(), z.json()).optional(),
});

export const targetSchema = z.strictObject({
  host: z.string(),
  port: port.optional(),
  address: z.string().optional(),
  serverName: z.string().optional(),
  role: wordSchema.optional(),
  policy: wordSchema.optional(),
  trust: storeNames.optional(),
  alpn: z.array(z.string()).min(1).optional(),
});

/** The operator's description of what to audit, as it is on disk. Only the shape is checked here; room `targets` checks the meaning. */
export const targetsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  trustStores: z.record(z.string(), trustStoreSchema).optional(),
  deployments: z.array(deploymentSchema).optional(),
  targets: z.array(targetSchema).optional(),
  /** Files of policies, beside this one. */
  policies: z.array(z.string().min(1)).optional(),
});

export type TargetsFile = Readonly<z.infer<typeof targetsFileSchema>>;
export type DeploymentDeclaration = Readonly<z.infer<typeof deploymentSchema>>;
export type VirtualServerDeclaration = Readonly<z.infer<typeof virtualServerSchema>>;
export type TargetDeclaration = Readonly<z.infer<typeof targetSchema>>;
