import { z } from 'zod';

import { sha256 } from './bytes.ts';
import { roles } from './vocabulary.ts';

const words = z.string().regex(/\S/, { error: 'should not be empty' });
const lastDay = z.iso.date({ error: 'should be a date, for instance 2027-01-31' });

/** Who accepted a failure, why, and until when: its last day, in UTC. */
export const waiverSchema = z.strictObject({ by: words, reason: words, until: lastDay });

export type Waiver = Readonly<z.infer<typeof waiverSchema>>;

/**
 * A waiver as a deployment declares it. It accepts one cause with what follows from it: the fault of the check, on one endpoint (its
 * id, with `-` for any address), on every endpoint of a role, or, with neither, across the deployment; and, where it names a
 * certificate, of that certificate alone.
 */
export const declaredWaiverSchema = waiverSchema.extend({
  check: z.string(),
  fault: z.string(),
  endpoint: z.string().exactOptional(),
  role: z.enum(roles).exactOptional(),
  /** SHA-256 of the certificate presented or of its public key (SubjectPublicKeyInfo). */
  certificate: sha256.exactOptional(),
});

export type DeclaredWaiver = Readonly<z.infer<typeof declaredWaiverSchema>>;

/** How far ahead the last day of a waiver may be. */
export const maximumWaiverDays = 400;
