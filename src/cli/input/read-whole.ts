import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { err, ok, type Result } from '../../model/result.ts';

/** How long a pipe may give nothing: its writer may still be starting. */
const maxSilenceMs = 5_000;

/** Between two looks at a pipe that has nothing yet. */
const pauseMs = 20;

const pieceBytes = 65_536;

/**
 * Reads a file or a pipe (`<(command)` of a shell is one) to its end, and never waits for ever: a pipe without a writer, a
 * device, and content longer than `maxBytes` are refused, a file of that length before it is read. The error is a clause;
 * errors of the file system are thrown.
 */
export async function readWhole(path: string, maxBytes: number): Promise<Result<Uint8Array, string>> {
  // Opening a pipe waits for its writer, unless it is told not to; Windows has neither.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) return err('is a folder');
    if (stats.isFile())
      return stats.size > maxBytes ? err(tooLong(stats.size, maxBytes)) : await read(handle, maxBytes);
    if (stats.isFIFO()) return await read(onceWritten(handle), maxBytes);
    return err('is neither a file nor a pipe');
  } finally {
    await handle.close();
  }
}

interface Source {
  readonly read: (buffer: Uint8Array) => Promise<{ readonly bytesRead: number }>;
}

async function read(source: Source, maxBytes: number): Promise<Result<Uint8Array, string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const buffer = new Uint8Array(pieceBytes);
    const { bytesRead } = await source.read(buffer);
    if (bytesRead < 0) return err(`is a pipe that sent no data for ${maxSilenceMs / 1_000} s`);
    if (bytesRead === 0) return ok(joined(pieces, length));
    length += bytesRead;
    // Files of /proc say that they are empty, and others grow while they are read.
    if (length > maxBytes) return err(`is longer than ${maxBytes} bytes, the limit`);
    pieces.push(buffer.subarray(0, bytesRead));
  }
}

/** Waits while a pipe has nothing, and returns -1 once that took too long. */
function onceWritten(handle: FileHandle): Source {
  let hasGiven = false;
  return {
    read: async (buffer) => {
      for (let waitedMs = 0; waitedMs < maxSilenceMs; waitedMs += pauseMs) {
        const bytesRead = await readNow(handle, buffer);
        // Nothing at the very start: the other end is not open yet.
        if (bytesRead !== undefined && (bytesRead > 0 || hasGiven)) {
          hasGiven = true;
          return { bytesRead };
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      return { bytesRead: -1 };
    },
  };
}

/** Undefined: there is a writer, and it has written nothing yet. */
async function readNow(handle: FileHandle, buffer: Uint8Array): Promise<number | undefined> {
  try {
    return (await handle.read(buffer)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

function tooLong(size: number, maxBytes: number): string {
  return `is ${size} bytes long; the limit is ${maxBytes}`;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
