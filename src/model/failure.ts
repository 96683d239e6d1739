import { z } from 'zod';
import { failureKinds, failureStages } from './vocabulary.ts';

/** Why no chain was received from an endpoint, or what broke the handshake after the chain. */
export const failureSchema = z.object({
  stage: z.enum(failureStages),
  kind: z.enum(failureKinds),
  message: z.string(),
});

export type Failure = Readonly<z.infer<typeof failureSchema>>;
