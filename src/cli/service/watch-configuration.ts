import type { ProcessContext } from '../process-context.ts';
import { createFileWatcher } from './watch-files.ts';

/** Calls back when the configuration, or a file that it names, has changed. */
export interface ConfigurationWatch {
  /** Replaces the files that are watched. */
  readonly files: (files: readonly string[]) => void;
  readonly stop: () => void;
}

/** Watches files, and SIGHUP. One call ends before the next begins; `onFailure` is told what a call rejected with. */
export function watchConfiguration(
  { onHangup }: Pick<ProcessContext, 'onHangup'>,
  onChange: () => Promise<void>,
  onFailure: (reason: string) => void,
): ConfigurationWatch {
  const change = whenQuiet(onChange, onFailure);
  const files = createFileWatcher(change);
  onHangup(change);
  return { files: files.watch, stop: () => files.watch([]) };
}

/** Files are often written in several steps, each of which is told: they are read once, when it has become quiet. */
const quietMs = 250;

function whenQuiet(work: () => Promise<void>, onFailure: (reason: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last
        .then(work)
        .catch((thrown: unknown) => onFailure(thrown instanceof Error ? thrown.message : String(thrown)));
    }, quietMs);
  };
}
