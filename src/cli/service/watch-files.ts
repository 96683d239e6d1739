import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * How often files are looked at. They may be links into a folder that is replaced, or in one that is removed and made again, which only
 * looking notices.
 */
const intervalMs = 5_000;

/** Calls back when one of the files that were named last is another one since, or has other content. */
export interface FileWatcher {
  readonly watch: (files: readonly string[]) => void;
}

export function createFileWatcher(onChange: () => void): FileWatcher {
  let seen = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const compare = (): void => {
    const changed = [...seen].filter(([file, before]) => contentOf(file) !== before);
    if (changed.length === 0) return;
    for (const [file] of changed) seen.set(file, contentOf(file));
    onChange();
  };
  return {
    watch: (files) => {
      clearInterval(timer);
      // What changed since it was looked at last must not be taken for seen.
      const paths = files.map((file) => resolve(file));
      seen = new Map(paths.map((file) => [file, seen.get(file) ?? contentOf(file)]));
      timer = seen.size === 0 ? undefined : setInterval(compare, intervalMs).unref();
    },
  };
}

/** Calls back once if another file takes the place of one, or none does. Returns what ends it. */
export function watchIdentity(file: string, onGone: () => void): () => void {
  const path = resolve(file);
  const first = identityOf(path);
  const timer = setInterval(() => {
    if (identityOf(path) === first) return;
    clearInterval(timer);
    onGone();
  }, intervalMs).unref();
  return () => clearInterval(timer);
}

/** Text that is another one for another file. */
function identityOf(path: string): string {
  const { dev, ino } = look(path) ?? missing;
  return `${dev} ${ino}`;
}

/** Text that is another one for another file or other content. */
function contentOf(path: string): string {
  const { dev, ino, mtimeNs, size } = look(path) ?? missing;
  return `${dev} ${ino} ${mtimeNs} ${size}`;
}

const missing = { dev: 0n, ino: 0n, mtimeNs: 0n, size: 0n };

function look(path: string) {
  try {
    return statSync(path, { bigint: true });
  } catch {
    // Whatever keeps it from being looked at keeps it from being read.
    return undefined;
  }
}
