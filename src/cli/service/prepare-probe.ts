import type { AuditRequest } from '../../audit/contract.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { type AddressFilter, judgeTarget } from '../../service/probe/allowed-targets.ts';
import { parseProbeTarget, writeProbeTarget } from '../../service/probe/probe-target.ts';
import type { ProbeRefusal } from '../../service/service.ts';
import { prepareScan } from '../run/prepare-scan.ts';
import { scanCommand } from '../commands/scan.ts';
import { commandLine, inOneLine } from '../input/report-input-errors.ts';
import type { ProcessContext } from '../process-context.ts';
import type { PlannedModule } from './plan-modules.ts';

/**
 * Reads what a module audits, anew for each probe, if it allows the target. Callers are not told which modules there are, or what one
 * allows, and what its files are called.
 */
export async function prepareProbe(
  module: PlannedModule | undefined,
  target: string,
  context: ProcessContext,
): Promise<Result<AuditRequest, ProbeRefusal>> {
  const refuse = (kind: ProbeRefusal['kind'], message: string): Result<never, ProbeRefusal> => err({ kind, message });
  if (module === undefined) return refuse('unknown-module', 'There is no such module.');
  const read = parseProbeTarget(target);
  if (!read.ok) return refuse('wrong-target', `The target cannot be used: it ${read.error}.`);
  const judged = judgeTarget(read.value, module.allowed);
  const notAllowed = 'The module does not allow this target.';
  if (judged === 'never') return refuse('not-allowed', notAllowed);
  const args = module.argsFor(writeProbeTarget(read.value));
  const prepared = await prepareScan(scanCommand, args, context, () => undefined);
  if (!prepared.ok) {
    // The module was sound with another target when the configuration was read.
    const isTarget = prepared.error.every(({ about }) => about === commandLine);
    const reason = inOneLine(prepared.error);
    if (isTarget) return refuse('wrong-target', `The module cannot audit this target: ${reason}.`);
    const message = 'A file of the module cannot be used. The log of the service says why.';
    return err({ kind: 'not-ready', message, reason });
  }
  const { request } = prepared.value;
  if (judged === 'always') return ok(request);
  const endpoints: Endpoint[] = [];
  for await (const endpoint of request.endpoints) endpoints.push(endpoint);
  // A proxy resolves names itself, out of our sight.
  const isOutside = ({ address, proxy }: Endpoint): boolean =>
    address === null ? proxy !== undefined : !judged(address);
  if (endpoints.some(isOutside)) return refuse('not-allowed', notAllowed);
  return ok({ ...request, endpoints, options: { ...request.options, exclusions: onlyAllowed(request, judged) } });
}

/** Each address that the name resolves to has to be allowed; one that is not is never dialed. */
function onlyAllowed(
  { options: { exclusions } }: AuditRequest,
  isAllowed: AddressFilter,
): NonNullable<AuditRequest['options']['exclusions']> {
  let refused = 0;
  return {
    leavesOut: (endpoint) => {
      const isRefused = endpoint.address !== null && !isAllowed(endpoint.address);
      refused += isRefused ? 1 : 0;
      return isRefused || exclusions?.leavesOut(endpoint) === true;
    },
    count: () => refused + (exclusions?.count() ?? 0),
  };
}
