import type { SecretSource } from '../../model/service-http-config.ts';
import type { ProcessContext } from '../process-context.ts';
import { readSecret } from './read-secret.ts';

/** Adds something wrong at a path within a channel. */
export type ReportProblem = (path: readonly PropertyKey[], message: string) => void;

/** What channels are read with. */
export interface PlanningContext extends Pick<ProcessContext, 'environment' | 'now'> {
  readonly schedules: readonly string[];
  readonly publicUrl: string | undefined;
}

/** Reads a secret if there is one; reports why it cannot be read. */
export async function readOptional(
  source: SecretSource | undefined,
  field: string,
  context: Pick<PlanningContext, 'environment'>,
  at: ReportProblem,
): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const read = await readSecret(source, context);
  if (read.ok) return read.value;
  at([field], read.error);
  return undefined;
}
