import { z } from 'zod';

import { roles } from './vocabulary.ts';

const words = z.string().regex(/\S/, { error: 'should not be empty' });
const lastDay = z.iso.date({ error: 'should be a date, for instance 2027-01-31' });

/** Who accepted a failure, why, and until when: its last day, in UTC. */
export const waiverSchema = z.strictObject({ by: words, reason: words, until: lastDay });

export type Waiver = Readonly<z.infer<typeof waiverSchema>>;

/**
 * A waiver as a deployment declares it: for one endpoint (its id, with `-` for any address), for every endpoint of a role, or,
 * with neither, for the finding across the deployment.
 */
export const declaredWaiverSchema = waiverSchema.extend({
  check: z.string(),
  endpoint: z.string().exactOptional(),
  role: z.enum(roles).exactOptional(),
});

export type DeclaredWaiver = Readonly<z.infer<typeof declaredWaiverSchema>>;
