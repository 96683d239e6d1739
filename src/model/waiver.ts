import { z } from 'zod';

/** Who accepted a failure, why, and until when: its last day, in UTC. */
export const waiverSchema = z.strictObject({
  by: z.string(),
  reason: z.string(),
  until: z.iso.date(),
});

export type Waiver = Readonly<z.infer<typeof waiverSchema>>;
