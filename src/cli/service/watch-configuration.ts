import { watch } from 'node:fs';

import type { ProcessContext } from '../process-context.ts';
import { createFileWatcher } from './watch-files.ts';

/** Calls back when the configuration, or a file that it names, has changed. */
export interface ConfigurationWatch {
  /** Replaces the files that are watched beside the configuration. */
  readonly files: (files: readonly string[]) => void;
  readonly stop: () => void;
}

/** Watches a file in the working directory, and SIGHUP. One call ends before the next begins. */
export function watchConfiguration(
  file: string,
  { onHangup }: Pick<ProcessContext, 'onHangup'>,
  onChange: () => Promise<void>,
): ConfigurationWatch {
  const change = whenQuiet(onChange);
  const files = createFileWatcher(change);
  onHangup(change);
  const watcher = watch('.', (_event, name) => {
    if (name === file) change();
  });
  return {
    files: files.watch,
    stop: () => {
      watcher.close();
      files.watch([]);
    },
  };
}

/** Files are often written in several steps, each of which is told: they are read once, when it has become quiet. */
const quietMs = 250;

function whenQuiet(work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(work);
    }, quietMs);
  };
}
