import type { AuditRequest } from '../../audit/contract.ts';
import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ScheduledSites } from '../../service/sites/site-lookout.ts';
import type { Arguments, Option } from '../command.ts';
import { prepareScan } from '../run/prepare-scan.ts';
import { scanCommand } from '../commands/scan.ts';
import { commandLine, type InputError } from '../input/report-input-errors.ts';
import type { ProcessContext } from '../process-context.ts';
import { planSites } from './plan-sites.ts';
import { readServiceConfig } from './read-service-config.ts';
import type { ServicePlan } from './service-plan.ts';

/** Stands for what callers of `/probe` ask for. Nothing is dialed. */
const sampleTarget = 'certmuster.invalid:443';

/** Reads the configuration and all that it names, as a scan would. */
export async function readPlan(
  file: string,
  options: Readonly<Record<string, Option>>,
  context: ProcessContext,
): Promise<Result<ServicePlan, readonly InputError[]>> {
  const plan = await readServiceConfig(file, options, context);
  if (!plan.ok) return plan;
  const { schedules, modules, locate } = plan.value;
  const errors: InputError[] = [];
  const read = async (at: readonly PropertyKey[], args: Arguments): Promise<AuditRequest | undefined> => {
    const scan = await prepareScan(scanCommand, args, context, () => undefined);
    if (scan.ok) return scan.value.request;
    errors.push(...scan.error.map((error) => inConfiguration(error, { at, args, file, locate })));
    return undefined;
  };
  const sites: ScheduledSites[] = [];
  for (const [index, { name, args }] of schedules.entries()) {
    const request = await read(['schedules', index], args);
    const planned = request && (await planSites(name, request));
    if (planned !== undefined) sites.push(planned);
  }
  for (const [name, { argsFor }] of modules) await read(['modules', name], argsFor(sampleTarget));
  return errors.length > 0 ? err(errors) : ok({ ...plan.value, sites });
}

interface Place {
  readonly at: readonly PropertyKey[];
  readonly args: Arguments;
  readonly file: string;
  readonly locate: ServicePlan['locate'];
}

/** What a scan says of its command line, said of the configuration, which stands for it here. */
function inConfiguration(error: InputError, { at, args, file, locate }: Place): InputError {
  // What an option names, for instance a file of --trust, is of the command line too.
  const isOfOptions = error.problems.every(({ path }) => path.startsWith('--'));
  if (error.about !== commandLine && !isOfOptions) return error;
  const move = ({ path, message }: Problem): Problem => {
    const option = path.replace(/^--/, '');
    if (args.isGiven(option)) return { path: jsonPath([...at, 'options', option]), message };
    const index = args.positionals.findIndex((target) => message.startsWith(JSON.stringify(target)));
    if (path === '' && index >= 0) return { path: jsonPath([...at, 'targets', index]), message };
    return { path: jsonPath(at), message: path === '' ? message : `${path} ${message}` };
  };
  return { about: file, problems: error.problems.map(move), locate };
}
