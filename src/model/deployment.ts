import { z } from 'zod';
import { policyOverridesSchema } from './policy-overrides.ts';
import { failureSchema } from './failure.ts';
import { accesses } from './vocabulary.ts';
import { wordSchema } from './word.ts';
import { declaredWaiverSchema } from './waiver.ts';

/**
 * A deployment as resolved from the targets file: what the checks across a deployment need to know of the topology. At most
 * one of a run has no name: it holds the bare URLs of the command line, each as a virtual server without further declarations.
 */
export const deploymentSchema = z.strictObject({
  name: z.string().nullable(),
  policy: wordSchema,
  /** The targets file that declares it, as it was named; absent: none, or an older run. */
  declaredIn: z.string().exactOptional(),
  policyOverrides: policyOverridesSchema,
  /** URL of the proxy through which its endpoints are dialed, without password; it resolves their names. Absent: none. */
  proxy: z.string().exactOptional(),
  /** Failures that the operator accepts until a given day. */
  waivers: z.array(declaredWaiverSchema).exactOptional(),
  /** What the policy's own parameters were given, complete and canonical; absent: the policy has none. */
  parameters: z.record(z.string(), z.json()).exactOptional(),
  virtualServers: z.array(
    z.strictObject({
      url: z.string(),
      host: z.string(),
      access: z.enum(accesses),
      /** Null: no load balancer declared. `decryptsTls` as declared or defaulted. */
      loadBalancer: z.strictObject({ decryptsTls: z.boolean() }).nullable(),
      /** Null: no reverse proxy declared. `externalHost`: host of the URL outside. `hasInternal`: an internal block. */
      reverseProxy: z.strictObject({ fqdn: z.string(), externalHost: z.string(), hasInternal: z.boolean() }).nullable(),
      servers: z.array(z.strictObject({ fqdn: z.string(), mtlsPort: z.int().nullable() })),
    }),
  ),
});

export type Deployment = Readonly<z.infer<typeof deploymentSchema>>;

/** What DNS answered for one name, for `alias-addresses`: sorted addresses, or why there are none. */
export const nameResolutionSchema = z.strictObject({
  name: z.string(),
  addresses: z.array(z.string()),
  failure: failureSchema.nullable(),
});

export type NameResolution = Readonly<z.infer<typeof nameResolutionSchema>>;
