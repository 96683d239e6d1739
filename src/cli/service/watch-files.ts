import { type StatsListener, unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';

/** How often files are looked at. They may be links into a folder that is replaced, which only looking notices. */
const intervalMs = 5_000;

/** Calls back when one of the files that were named last changes. */
export interface FileWatcher {
  readonly watch: (files: readonly string[]) => void;
}

export function createFileWatcher(onChange: () => void): FileWatcher {
  let watched: readonly string[] = [];
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) onChange();
  };
  return {
    watch: (files) => {
      for (const file of watched) unwatchFile(file, listener);
      watched = [...new Set(files.map((file) => resolve(file)))];
      for (const file of watched) watchFile(file, { interval: intervalMs, persistent: false }, listener);
    },
  };
}
