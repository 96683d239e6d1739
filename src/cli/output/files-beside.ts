import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

/** A name for what becomes `target` once it is whole, which no other process uses, not even one of the same id in another container. */
export function nameBeside(target: string): string {
  return `${target}.${process.pid}.${randomBytes(4).toString('hex')}.partial`;
}

/** Removes what processes that were killed left beside `target`. Never throws: litter is no reason not to write. */
export async function sweepBeside(target: string): Promise<void> {
  const folder = dirname(target);
  const begin = `${basename(target)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(begin)) continue;
    const pid = /^(\d+)\.(?:[0-9a-f]{8}\.)?partial$/.exec(name.slice(begin.length))?.[1];
    // A file with our own process id is one of an earlier process that had it: ours is named after this.
    const isLitter = pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)));
    if (isLitter) await unlink(join(folder, name)).catch(() => undefined);
  }
}

/** For when the process ends, when nothing can be awaited. */
export function removeIfExists(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already.
  }
}

/** Whether a process of this machine, or of this container, has the id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
