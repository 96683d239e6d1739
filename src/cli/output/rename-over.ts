import { rename } from 'node:fs/promises';
import process from 'node:process';

/** What Windows says of a target that another program has open: a reader, a virus scanner, an indexer. */
const taken: readonly string[] = ['EPERM', 'EACCES', 'EBUSY'];

/** Waits between attempts, each twice the last one: 1.3 s together. A virus scanner looks at a new file for less. */
const firstPauseMs = 10;
const maxPauseMs = 640;

/** What it needs of the system. */
export interface RenameSystem {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

const thisSystem: RenameSystem = {
  platform: process.platform,
  rename,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Renames a file, and replaces the target. POSIX does that whoever has the target open; Windows refuses it for that long, so it is tried
 * again there, and in the end `EBUSY` is thrown. Throws what else the file system throws.
 */
export async function renameOver(from: string, to: string, system: RenameSystem = thisSystem): Promise<void> {
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    try {
      return await system.rename(from, to);
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (system.platform !== 'win32' || !taken.includes(code)) throw error;
      if (pauseMs > maxPauseMs) throw Object.assign(new Error(`${to} is in use`, { cause: error }), { code: 'EBUSY' });
      await system.sleep(pauseMs);
    }
  }
}
