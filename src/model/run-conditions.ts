import { z } from 'zod';

import { runIdPattern } from './run-id.ts';

/** What a run notes in the lock of its report, for who continues it after a kill. */
export const runConditionsSchema = z.object({
  /** As they were given on the command line. */
  options: z.record(z.string(), z.unknown()),
  /** SHA-256 of the anchors of each trust store, by its name. */
  stores: z.record(z.string(), z.string()),
  /** What workers of other sites know the run by: their answers may still come. Absent: no site was asked. */
  siteRun: z.string().regex(runIdPattern).exactOptional(),
});

/** What decides how an endpoint is judged, besides what it presents. */
export type RunConditions = Readonly<z.infer<typeof runConditionsSchema>>;
