import { z } from 'zod';

import { sha256Pattern } from './bytes.ts';
import { wordSchema } from './word.ts';

const words = z.string().regex(/\S/, { error: 'should not be empty' });
const lastDay = z.iso.date({ error: 'should be a date, for instance 2027-01-31' });

/** People copy fingerprints from other programs, which write them in capitals and with colons. */
const fingerprint = z.string().regex(sha256Pattern, { error: ({ input }) => describeFingerprint(String(input)) });

/** Who accepted a failure, why, and until when: its last day, in UTC. */
export const waiverSchema = z.strictObject({
  by: words.describe('Who accepted the failure.'),
  reason: words.describe('Why.'),
  until: lastDay.describe('Last day on which it counts, in UTC, at most 400 days ahead: `2027-01-31`.'),
});

export type Waiver = Readonly<z.infer<typeof waiverSchema>>;

/**
 * A waiver as a deployment declares it. It accepts one cause with what follows from it: the fault of the check, on one endpoint (its
 * id, with `-` for any address), on every endpoint of a role, or, with neither, across the deployment; and, if it names a
 * certificate, of that certificate alone.
 */
export const declaredWaiverSchema = waiverSchema.extend({
  check: z.string().describe('Id of the check that fails (`certmuster checks` lists them).'),
  fault: z.string().describe('The fault that is accepted, as reports name it: `expired` of `validity-period/expired`.'),
  endpoint: z
    .string()
    .exactOptional()
    .describe('Only on this endpoint: its id as `certmuster expand --format json` shows it. Not with `role`.'),
  role: wordSchema.exactOptional().describe('On every endpoint of this role. Not with `endpoint`.'),
  /** SHA-256 of the certificate presented, of the certificate at fault, or of the public key (SubjectPublicKeyInfo) of one of them. */
  certificate: fingerprint
    .exactOptional()
    .describe(
      'Only as long as this certificate or key is there: SHA-256, 64 hex digits, of the certificate or its public key.',
    ),
});

export type DeclaredWaiver = Readonly<z.infer<typeof declaredWaiverSchema>>;

/** What may be waived of a check. */
export interface WaivableCheck {
  /** Ids of its faults; empty: it cannot fail. */
  readonly faults: readonly string[];
  /** Whether each endpoint is judged by it; else deployments or whole scans are. */
  readonly isOfEndpoints: boolean;
}

function describeFingerprint(written: string): string {
  const digits = written.replace(/[\s:-]/g, '').toLowerCase();
  if (sha256Pattern.test(digits)) return `should be lower-case hex without separators: ${digits}`;
  if (/^[0-9a-f]{40}$/.test(digits))
    return 'should be a SHA-256 fingerprint (64 hex digits), is a SHA-1 fingerprint (40)';
  return 'should be a SHA-256 fingerprint: 64 digits, lower-case hex';
}
