import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments } from '../command.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { type BrokerChoice, brokerOptions } from './broker-options.ts';

/** Reads the brokers of a scan; undefined: none is named, so that everything is dialed here. */
export async function readBrokerOptions(
  args: Arguments,
  context: Pick<ProcessContext, 'environment'>,
): Promise<Result<BrokerChoice | undefined, readonly Problem[]>> {
  if (args.list('broker').length > 0) {
    // Imported late: few scans have sites.
    const { readBrokers } = await import('../input/brokers.ts');
    return await readBrokers(args, context);
  }
  const stray = Object.keys(brokerOptions).filter((option) => option !== 'broker' && args.text(option) !== undefined);
  if (stray.length === 0) return ok(undefined);
  return err(stray.map((option) => problem('needs a broker: add --broker URL', `--${option}`)));
}
