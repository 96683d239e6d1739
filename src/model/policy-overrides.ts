import { z } from 'zod';
import { severities } from './vocabulary.ts';

/** What the severity of a check may be overridden with; `off`: the check is not part of the policy there. */
const severityChoices = [...severities, 'off'] as const;
export type SeverityChoice = (typeof severityChoices)[number];

/**
 * What a deployment, a target or the defaults of a file change of a policy. Keys of `severity` are check ids, keys of `thresholds`
 * threshold names; that they exist is checked against the policy when a targets file is read.
 */
export const policyOverridesSchema = z.strictObject({
  severity: z
    .record(z.string(), z.enum(severityChoices))
    .optional()
    .describe(
      'Severities by check id (`certmuster checks` lists them). `off`: the check is not judged here. Any other level applies to every role, access and protocol.',
    ),
  thresholds: z
    .record(z.string(), z.union([z.number(), z.array(z.string())]))
    .optional()
    .describe(
      'Figures that checks compare with, by name, for instance `expiryMarginDays`: a number or a list of names.',
    ),
});

export type PolicyOverrides = Readonly<z.infer<typeof policyOverridesSchema>>;
