import { z } from 'zod';
import { wordSchema } from './word.ts';

/** In place of a site: the endpoint is dialed by whoever scans, whatever `defaults` say. */
export const noSite = 'none';

/** A site that a targets file declares. */
export const siteSchema = z.strictObject({
  name: wordSchema.describe('Name of the site, as its worker has it (`worker --site NAME`).'),
  publicKey: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Ed25519 public key of the site's worker: base64 of its SubjectPublicKeyInfo, or a PEM file, relative to this file. With it, only what that key signed is believed. Default: signatures are not asked for.",
    ),
});

/** The sites of a deployment, by where clients of its endpoints are. */
export const sideSitesSchema = z.strictObject({
  internal: wordSchema
    .optional()
    .describe('Site from which inner interfaces, MTLS ports and servers are seen. Default: whoever scans.'),
  external: wordSchema
    .optional()
    .describe('Site from which outer interfaces and what clients outside reach are seen. Default: whoever scans.'),
});

export const targetSiteSchema = wordSchema.describe(
  'Site that it is to be seen from; `none`: by whoever scans. Default: that of `defaults`.',
);

export type SiteDeclaration = Readonly<z.infer<typeof siteSchema>>;
export type SideSitesDeclaration = Readonly<z.infer<typeof sideSitesSchema>>;
