import { readFile } from 'node:fs/promises';

/** Files that are open beside the sockets of endpoints: reports, lists, pipes, name servers, what Node itself holds. */
const reservedFiles = 48;

/** An endpoint has one connection open at a time; another is being closed, or fetches a CRL. */
const filesPerEndpoint = 2;

/**
 * How many endpoints may be under way within this process's limit on open files; undefined where the system does not say.
 * Linux says it in a file. Node itself raises the limit as far as it may be raised, so nothing is to be gained by asking.
 */
export async function readMaxConcurrency(path = '/proc/self/limits'): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  if (soft === undefined) return undefined;
  return Math.max(1, Math.floor((Number(soft) - reservedFiles) / filesPerEndpoint));
}
