import type { FileSink } from './file-sink.ts';

/** What may wait while the disk is busy: some thirty endpoints. Beyond it the caller waits too. */
const maxBatchCharacters = 1_048_576;

/** How long a line waits for others. No reader notices, and a fast run makes a tenth of the system calls. */
const batchMs = 20;

/** Collects texts for a moment, or while a write is under way, and writes them at once. The next call throws what went wrong. */
export function batchWrites(sink: FileSink): FileSink {
  let batch: string[] = [];
  let characters = 0;
  let failure: { readonly thrown: unknown } | undefined;
  let writing: Promise<void> | undefined;
  let pause: Pause | undefined;

  const writeBatches = async (): Promise<void> => {
    pause = startPause(batchMs);
    await pause.ended;
    try {
      while (batch.length > 0 && failure === undefined) {
        const text = batch.join('');
        batch = [];
        characters = 0;
        await sink.write(text);
      }
    } catch (thrown) {
      failure = { thrown };
    }
    writing = undefined;
  };
  const flush = async (): Promise<void> => {
    pause?.end();
    while (writing !== undefined) await writing;
    if (failure !== undefined) throw failure.thrown;
  };

  return {
    write: async (text) => {
      if (failure !== undefined) throw failure.thrown;
      batch.push(text);
      characters += text.length;
      writing ??= writeBatches();
      if (characters > maxBatchCharacters) await flush();
    },
    finish: async () => {
      await flush();
      await sink.finish();
    },
    abandon: async () => {
      batch = [];
      await flush().catch(() => undefined);
      await sink.abandon();
    },
  };
}

interface Pause {
  readonly ended: Promise<void>;
  /** Ends it early. */
  readonly end: () => void;
}

function startPause(ms: number): Pause {
  let resolve = (): void => undefined;
  const ended = new Promise<void>((done) => {
    resolve = done;
  });
  const timer = setTimeout(resolve, ms);
  const end = (): void => {
    clearTimeout(timer);
    resolve();
  };
  return { ended, end };
}
