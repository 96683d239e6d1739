import { z } from 'zod';
import { outcomes, severities } from './vocabulary.ts';
import { waiverSchema } from './waiver.ts';

const judged = {
  /** Id of the check. */
  check: z.string(),
  outcome: z.enum(outcomes),
  /** Effective severity under the policy; null where the check can only ever be `not-observable`. */
  severity: z.enum(severities).nullable(),
  /** What was seen, why it matters, what to do: one or more sentences. */
  message: z.string(),
  expected: z.string().nullable(),
  observed: z.string().nullable(),
  /** Why an outcome is `undetermined`, `not-observable` or `not-applicable`: a short fixed word; else null. */
  reason: z.string().nullable(),
  /** The operator accepts this failure for the time being: it stays `fail`, and neither verdict nor exit code counts it. */
  waiver: waiverSchema.exactOptional(),
};

/** One check's answer about one endpoint. */
export const findingSchema = z.object(judged);
export type Finding = Readonly<z.infer<typeof findingSchema>>;

/** One check's answer about a deployment (null: about a URL of the command line, or the whole run). */
export const deploymentFindingSchema = z.object({
  deployment: z.string().nullable(),
  ...judged,
  /** Ids of the endpoints it speaks of. */
  endpoints: z.array(z.string()),
});
export type DeploymentFinding = Readonly<z.infer<typeof deploymentFindingSchema>>;
