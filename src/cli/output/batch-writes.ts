import type { FileSink } from './file-sink.ts';

/** What may wait while the disk is busy: some ninety endpoints. Beyond it the caller waits too. */
const maxBatchBytes = 1_048_576;

/** How long a line waits for others. No reader notices, and a fast run makes a tenth of the system calls. */
const batchMs = 20;

/**
 * Collects texts for a moment, or while a write is under way, and writes them at once. The next call throws what went wrong.
 * They wait as bytes, outside the heap, where the garbage collector does not copy them around.
 */
export function batchWrites(sink: FileSink): FileSink {
  let batch: Uint8Array[] = [];
  let bytes = 0;
  let failure: { readonly thrown: unknown } | undefined;
  let writing: Promise<void> | undefined;
  let pause: Pause | undefined;

  const writeBatches = async (): Promise<void> => {
    pause = startPause(batchMs);
    await pause.ended;
    try {
      while (batch.length > 0 && failure === undefined) {
        const joined = Buffer.concat(batch);
        batch = [];
        bytes = 0;
        await sink.write(joined);
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
    write: async (content) => {
      if (failure !== undefined) throw failure.thrown;
      const waiting = Buffer.from(content);
      batch.push(waiting);
      bytes += waiting.length;
      writing ??= writeBatches();
      if (bytes > maxBatchBytes) await flush();
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
