import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { AuditEnvironment } from '../../audit/contract.ts';
import type { ProcessContext } from '../process-context.ts';

/** What an audit takes from the process: clocks, who runs it, and the system's hosts file. The signal is the caller's to choose. */
export async function readAuditEnvironment(context: ProcessContext): Promise<Omit<AuditEnvironment, 'signal'>> {
  const { now, monotonicMs } = context;
  const hostsFile = await readHostsFile(context.environment);
  return { now, monotonicMs, scanner: context.scanner(), ...(hostsFile === undefined ? {} : { hostsFile }) };
}

/** Undefined if there is no hosts file that we may read. */
async function readHostsFile(environment: ProcessContext['environment']): Promise<string | undefined> {
  const root = environment['SystemRoot'];
  const path = root === undefined ? '/etc/hosts' : join(root, 'System32', 'drivers', 'etc', 'hosts');
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
