import { readFile } from 'node:fs/promises';
import process from 'node:process';

/** Open files other than sockets of endpoints: reports, lists, pipes, name servers, Node's own. */
const reservedFiles = 48;

/** An endpoint has one connection open at a time; another is being closed, or fetches a CRL. A slow one only waits. */
const filesPerEndpoint = 2;
const filesPerSlow = 1;

/**
 * This process's limit on open files; undefined if the system does not tell. Linux has it in a file. Node itself
 * raises the limit as far as it can.
 */
export async function readOpenFilesLimit(platform: NodeJS.Platform = process.platform): Promise<number | undefined> {
  if (platform !== 'linux') return undefined;
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\d+)/m.exec(text)?.[1];
  return soft === undefined ? undefined : Number(soft);
}

/** By default. If every tenth endpoint of a list is dead, all that wait for their timeout fit. */
const slowPerSlot = 10;

export interface FittedLimits {
  readonly concurrency: number;
  readonly slow: number;
  /** What the operator asked for and does not get. */
  readonly notice?: string;
}

/** As many endpoints at once, and slow ones kept open beside them, as were asked for and fit into the limit; undefined: any number fits. */
export function fitToOpenFiles(
  asked: { readonly concurrency: number; readonly slow: number | undefined },
  openFilesLimit = Number.POSITIVE_INFINITY,
): FittedLimits {
  const files = Math.max(0, openFilesLimit - reservedFiles);
  const concurrency = Math.min(asked.concurrency, Math.max(1, Math.floor(files / filesPerEndpoint)));
  const mostSlow = Math.max(0, Math.floor((files - filesPerEndpoint * concurrency) / filesPerSlow));
  const slow = Math.min(asked.slow ?? slowPerSlot * concurrency, mostSlow);
  const raise = '`ulimit -n` raises it.';
  if (concurrency < asked.concurrency) {
    const notice = `The limit on open files allows --concurrency ${concurrency}, not ${asked.concurrency}; ${raise}`;
    return { concurrency, slow, notice };
  }
  if (slow < (asked.slow ?? 0)) {
    const notice = `The limit on open files allows --slow ${slow}, not ${asked.slow}; ${raise}`;
    return { concurrency, slow, notice };
  }
  return { concurrency, slow };
}
