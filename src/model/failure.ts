import { z } from 'zod';
import { failureKinds, failureStages } from './vocabulary.ts';

/** Why an endpoint gave no chain, or where its handshake broke after the chain. */
export const failureSchema = z.object({
  stage: z.enum(failureStages),
  kind: z.enum(failureKinds),
  message: z.string(),
});

export type Failure = Readonly<z.infer<typeof failureSchema>>;
