import { z } from 'zod';

/** What a run notes in the lock of its report, for who continues it after a kill. */
export const runConditionsSchema = z.object({
  /** As they were given on the command line. */
  options: z.record(z.string(), z.unknown()),
  /** SHA-256 of the anchors of each trust store, by its name. */
  stores: z.record(z.string(), z.string()),
});

/** What decides how an endpoint is judged, besides what it presents. */
export type RunConditions = Readonly<z.infer<typeof runConditionsSchema>>;
