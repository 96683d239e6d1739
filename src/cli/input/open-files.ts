import { readFile } from 'node:fs/promises';

/** Open files other than sockets of endpoints: reports, lists, pipes, name servers, Node's own. */
const reservedFiles = 48;

/** An endpoint has one connection open at a time; another is being closed, or fetches a CRL. A parked one only waits. */
const filesPerEndpoint = 2;
const filesPerParked = 1;

/**
 * This process's limit on open files; undefined if the system does not tell. Linux has it in a file. Node itself
 * raises the limit as far as it can.
 */
export async function readOpenFilesLimit(path = '/proc/self/limits'): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

/** By default. If every tenth endpoint of a list is dead, all that wait for their timeout fit. */
const parkedPerPlace = 10;

export interface FittedLimits {
  readonly concurrency: number;
  readonly parked: number;
  /** What the operator asked for and does not get. */
  readonly notice?: string;
}

/** As many endpoints at once, and parked beside them, as were asked for and fit into the limit; undefined: any number fits. */
export function fitToOpenFiles(
  asked: { readonly concurrency: number; readonly parked: number | undefined },
  openFilesLimit = Number.POSITIVE_INFINITY,
): FittedLimits {
  const files = Math.max(0, openFilesLimit - reservedFiles);
  const concurrency = Math.min(asked.concurrency, Math.max(1, Math.floor(files / filesPerEndpoint)));
  const mostParked = Math.max(0, Math.floor((files - filesPerEndpoint * concurrency) / filesPerParked));
  const parked = Math.min(asked.parked ?? parkedPerPlace * concurrency, mostParked);
  const raise = '`ulimit -n` raises it.';
  if (concurrency < asked.concurrency) {
    const notice = `The limit on open files allows ${concurrency} endpoints at once, not ${asked.concurrency}; ${raise}`;
    return { concurrency, parked, notice };
  }
  if (parked < (asked.parked ?? 0)) {
    const notice = `The limit on open files allows ${parked} parked endpoints, not ${asked.parked}; ${raise}`;
    return { concurrency, parked, notice };
  }
  return { concurrency, parked };
}
