import { readFile } from 'node:fs/promises';
import { win32 } from 'node:path';
import process from 'node:process';

import type { AuditEnvironment } from '../../audit/contract.ts';
import { decodeText } from '../../model/decode-text.ts';
import type { ProcessContext } from '../process-context.ts';

/** What an audit takes from the process: clocks, who runs it, and the system's hosts file. The signal is the caller's to choose. */
export async function readAuditEnvironment(context: ProcessContext): Promise<Omit<AuditEnvironment, 'signal'>> {
  const { now, monotonicMs } = context;
  const hostsFile = await readHostsFile(context.environment);
  return { now, monotonicMs, scanner: context.scanner(), ...(hostsFile === undefined ? {} : { hostsFile }) };
}

/** Undefined if there is no hosts file that we may read. */
async function readHostsFile(environment: ProcessContext['environment']): Promise<string | undefined> {
  try {
    return decodeText(await readFile(hostsFilePath(process.platform, environment)));
  } catch {
    return undefined;
  }
}

/** Where the system has its hosts file: only Windows asks the environment. */
export function hostsFilePath(platform: NodeJS.Platform, environment: ProcessContext['environment']): string {
  if (platform !== 'win32') return '/etc/hosts';
  return win32.join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts');
}
