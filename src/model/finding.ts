import { z } from 'zod';
import { outcomes, severities } from './vocabulary.ts';
import { waiverSchema } from './waiver.ts';

const judged = {
  /** Id of the check. */
  check: z.string(),
  outcome: z.enum(outcomes),
  /** What is wrong, a word from the check's list of faults; null unless it fails. */
  fault: z.string().nullable(),
  /** Key of the cause that it belongs to; null unless it fails. */
  cause: z.string().nullable(),
  /** Effective severity under the policy; null if the check can only be `not-observable`. */
  severity: z.enum(severities).nullable(),
  /** What was seen, why it matters, what to do: one or more sentences. */
  message: z.string(),
  expected: z.string().nullable(),
  observed: z.string().nullable(),
  /** Why an outcome is `undetermined`, `not-observable` or `not-applicable`: a short fixed word; else null. */
  reason: z.string().nullable(),
  /** Set if the operator accepts this failure: it stays `fail`, but neither verdict nor exit code counts it. */
  waiver: waiverSchema.exactOptional(),
  /** What the field reports beside the rule, with its source; `message` has it too. It decides nothing. Absent: nothing. */
  note: z.string().exactOptional(),
};

/** The result of one check for one endpoint. */
export const findingSchema = z.object(judged);
export type Finding = Readonly<z.infer<typeof findingSchema>>;

/** The result of one check across a deployment (null: a URL of the command line, or the whole run). */
export const deploymentFindingSchema = z.object({
  deployment: z.string().nullable(),
  ...judged,
  /** Ids of the endpoints it is about. */
  endpoints: z.array(z.string()),
});
export type DeploymentFinding = Readonly<z.infer<typeof deploymentFindingSchema>>;
