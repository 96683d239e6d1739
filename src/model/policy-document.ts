import { z } from 'zod';
import { roleDocumentSchema } from './role-document.ts';
import { protocols, requestFormats, severities } from './vocabulary.ts';
import { wordSchema } from './word.ts';

const severityLevel = z.enum([...severities, 'off', 'not-observable']);

const severityRuleSchema = z.strictObject({
  severity: severityLevel.describe('A level; `off`: not demanded there; `not-observable`: it can never fail.'),
  roles: z.array(z.string().min(1)).min(1).optional().describe('Only in these roles.'),
  access: z.enum(['internal', 'external']).optional().describe('`both` counts as external.'),
  protocol: z.enum(protocols).optional().describe('Only where this protocol was negotiated.'),
  fault: z.string().min(1).optional().describe('One of the faults that the check declares.'),
});

const severitySchema = z.union([
  severityLevel,
  z.array(severityRuleSchema).min(1).describe('The first rule that fits wins.'),
]);

const parameterFields: z.ZodType<Readonly<Record<string, ParameterDocument>>> = z.lazy(() =>
  z.record(z.string().min(1), parameterSchema),
);

const parameterSchema = z.strictObject({
  kind: z
    .enum(['name', 'address', 'port', 'text', 'boolean', 'object'])
    .describe('`name`: a host name; `address`: an IP address.'),
  list: z.boolean().optional().describe('A list of such values.'),
  required: z.boolean().optional().describe('A deployment has to declare it.'),
  default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('What holds if it is not declared.'),
  description: z.string().min(1).describe('What it is, in a few words.'),
  fields: parameterFields.optional().describe('The keys of an object.'),
});

/** One value that a deployment declares. */
export interface ParameterDocument {
  readonly kind: 'name' | 'address' | 'port' | 'text' | 'boolean' | 'object';
  readonly list?: boolean | undefined;
  readonly required?: boolean | undefined;
  readonly default?: string | number | boolean | undefined;
  readonly description: string;
  readonly fields?: Readonly<Record<string, ParameterDocument>> | undefined;
}

const changes = {
  roles: z.record(wordSchema, roleDocumentSchema).optional().describe('What is demanded, by the id of the role.'),
  severity: z
    .record(z.string().min(1), severitySchema)
    .optional()
    .describe('By check id: a level, `off`, or a list of rules.'),
  thresholds: z
    .record(z.string().min(1), z.union([z.number(), z.array(z.string())]))
    .optional()
    .describe('Figures that checks compare with, by name.'),
};

const datedSchema = z.strictObject({
  from: z.iso.date().describe('UTC. The row binds certificates whose notBefore is not earlier.'),
  source: z.string().min(1).optional().describe('Where the change stands.'),
  ...changes,
});

/** What roles demand, how severe a failure of each check is, and the figures that the checks compare with. */
export const policyDocumentSchema = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors. It decides nothing.'),
  id: wordSchema.describe('Lower-case letters, digits, dots and hyphens.'),
  title: z.string().min(1).describe('What the policy is for, in a few words.'),
  source: z.string().min(1).optional().describe('Where its demands stand, for roles without a `source`.'),
  extends: z.string().min(1).optional().describe('One base: the id of a built-in policy, or a file beside this one.'),
  notices: z.array(z.string()).optional().describe('Shown in every report made under this policy.'),
  pathProfile: z.enum(['rfc5280', 'web-pki']).optional().describe('How strictly paths are validated.'),
  requestFormat: z
    .enum(requestFormats)
    .optional()
    .describe(
      'What the servers make certificate requests with: `inf` (certreq of Windows) or `openssl`. Causes name the command for it. Absent: that of the base, else `openssl`.',
    ),
  topology: z.literal('cwa').optional().describe('Deployments of this policy are declared as virtual servers.'),
  parameters: parameterFields.optional().describe('What a deployment of this policy declares.'),
  ...changes,
  dated: z.array(datedSchema).optional().describe('What changes by the notBefore of the certificate, oldest first.'),
});

export type PolicyDocument = Readonly<z.infer<typeof policyDocumentSchema>>;
