import type { AuditRequest } from '../../audit/contract.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { prepareScan } from '../run/prepare-scan.ts';
import { scanCommand } from '../commands/scan.ts';
import { inOneLine } from '../input/report-input-errors.ts';
import type { ProcessContext } from '../process-context.ts';
import type { ServicePlan } from './service-plan.ts';

/** Reads what a schedule audits, anew for each run. The error is a clause. */
export async function prepareSchedule(
  { schedules }: ServicePlan,
  name: string,
  context: ProcessContext,
): Promise<Result<AuditRequest, string>> {
  const schedule = schedules.find((each) => each.name === name);
  if (schedule === undefined) return err('the schedule is no longer in the configuration');
  const prepared = await prepareScan(scanCommand, schedule.args, context, () => undefined);
  if (prepared.ok) return ok(prepared.value.request);
  return err(`could not be started: ${inOneLine(prepared.error)}`);
}
