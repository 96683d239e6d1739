import { z } from 'zod';

import { sha256 } from './bytes.ts';

/** Who scanned, and from where. */
export const scannerSchema = z.strictObject({
  /** Name of the machine. */
  host: z.string(),
  /** Login name. */
  user: z.string(),
  /** Local addresses of the connections to endpoints, sorted, each once. */
  addresses: z.array(z.string()),
});

export type Scanner = Readonly<z.infer<typeof scannerSchema>>;

/** How saved observations were judged again. The version that judged is the report's `tool`. */
export const evaluationSchema = z.object({
  /** Options of `evaluate`, as they were given. Those of the scan are in the report's `options`. */
  options: z.record(z.string(), z.unknown()),
  /** The files of the saved run, and what the options name. Inputs of the scan are in the report's `inputs`. */
  inputs: z.array(z.object({ path: z.string(), sha256 })),
  /** The program that observed. */
  observedBy: z.object({ name: z.literal('certmuster'), version: z.string() }),
  /** `unprotected`: without a manifest. `manifest`: unchanged since its manifest was made. `signed`: its signature was verified too. */
  evidence: z.enum(['unprotected', 'manifest', 'signed']),
});

export type Evaluation = Readonly<z.infer<typeof evaluationSchema>>;
