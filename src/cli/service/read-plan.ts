import { err, type Result } from '../../model/result.ts';
import type { Option } from '../command.ts';
import { prepareScan } from '../commands/prepare-scan.ts';
import { scanCommand } from '../commands/scan.ts';
import type { InputError } from '../input/report-input-errors.ts';
import type { ProcessContext } from '../process-context.ts';
import { readServiceConfig, type ServicePlan } from './read-service-config.ts';

/** Reads the configuration and all that it names, as a scan would. */
export async function readPlan(
  file: string,
  options: Readonly<Record<string, Option>>,
  context: ProcessContext,
): Promise<Result<ServicePlan, readonly InputError[]>> {
  const plan = await readServiceConfig(file, options, context);
  if (!plan.ok) return plan;
  const prepared = await Promise.all(
    plan.value.schedules.map(({ args }) => prepareScan(scanCommand, args, context, () => undefined)),
  );
  const errors = prepared.flatMap((each) => (each.ok ? [] : each.error));
  return errors.length > 0 ? err(errors) : plan;
}
