import { z } from 'zod';
import { severities } from './vocabulary.ts';

/**
 * What a deployment changes of its policy. Keys of `severity` are check ids, keys of `thresholds` threshold names; that
 * they exist is checked against the policy when a targets file is read.
 */
export const policyOverridesSchema = z.strictObject({
  severity: z.record(z.string(), z.enum(severities)).optional(),
  thresholds: z.record(z.string(), z.union([z.number(), z.array(z.string())])).optional(),
});

export type PolicyOverrides = Readonly<z.infer<typeof policyOverridesSchema>>;
