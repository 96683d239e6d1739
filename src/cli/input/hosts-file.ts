import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ProcessContext } from '../process-context.ts';

/** Text of the system's hosts file; undefined where there is none that we may read. */
export async function readHostsFile(environment: ProcessContext['environment']): Promise<string | undefined> {
  const root = environment['SystemRoot'];
  const path = root === undefined ? '/etc/hosts' : join(root, 'System32', 'drivers', 'etc', 'hosts');
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
