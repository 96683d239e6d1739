import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { unlinkSync } from 'node:fs';
import process from 'node:process';

import { err, ok, type Result } from '../../model/result.ts';
import { describeFileError } from '../input/input-file.ts';
import { locateOutput } from './locate-output.ts';

/** A file being written. Methods throw what the file system throws. */
export interface FileSink {
  readonly write: (text: string) => Promise<void>;
  /** Makes what was written the file. */
  readonly finish: () => Promise<void>;
  /** Takes back what can be taken back: the old file stays. */
  readonly abandon: () => Promise<void>;
}

/**
 * Writes beside the file and renames at the end, so that nobody reads half a report and a failure leaves the old one. A
 * symbolic link stays one: what it points at is replaced. What is no regular file (a pipe, /dev/null) is written directly.
 */
export async function openReplacing(path: string): Promise<Result<FileSink, string>> {
  try {
    const located = await locateOutput(path);
    if (!located.ok) return located;
    const target = located.value;
    const existing = await statOrUndefined(target);
    if (existing?.isDirectory()) return err('is a folder');
    if (existing !== undefined && !existing.isFile()) return ok(directly(await open(target, 'w')));
    const beside = `${target}.${process.pid}.partial`;
    // Who might read the old file may read the new one, as far as the umask allows; never more than reading and writing.
    const handle = await open(beside, 'wx', existing && existing.mode & 0o666);
    return ok(replacing(handle, beside, target));
  } catch (error) {
    return err(describeWriteError(error));
  }
}

/** Writes in place, as things happen; what stood there is gone. */
export async function openInPlace(path: string): Promise<Result<FileSink, string>> {
  return openDirectly(path, 'w');
}

/** Writes behind what stands there. */
export async function openBehind(path: string): Promise<Result<FileSink, string>> {
  return openDirectly(path, 'a');
}

async function openDirectly(path: string, flags: 'w' | 'a'): Promise<Result<FileSink, string>> {
  try {
    const located = await locateOutput(path);
    return located.ok ? ok(gathering(directly(await open(located.value, flags)))) : located;
  } catch (error) {
    return err(describeWriteError(error));
  }
}

/** A summary line is far shorter: it holds what is said once a run. */
const maxLastLineBytes = 16 * 1024 * 1024;

/** What is read first: most summaries fit. */
const firstTailBytes = 65_536;

/** Last line of an output that is there already, undefined where there is no file or nothing in it. For telling a finished NDJSON from a torn one. */
export async function readLastLine(path: string): Promise<Result<string | undefined, string>> {
  try {
    const located = await locateOutput(path);
    if (!located.ok) return located;
    const existing = await statOrUndefined(path);
    if (existing === undefined || (!existing.isFile() && !existing.isDirectory())) return ok(undefined);
    for (let bytes = firstTailBytes; ; bytes *= 8) {
      const { tail, isWhole } = await readTail(path, Math.min(bytes, maxLastLineBytes));
      const text = tail.trimEnd();
      const start = text.lastIndexOf('\n') + 1;
      if (start > 0 || isWhole || bytes >= maxLastLineBytes) return ok(text === '' ? undefined : text.slice(start));
    }
  } catch (error) {
    return err(describeFileError(error));
  }
}

async function readTail(path: string, maxBytes: number): Promise<{ readonly tail: string; readonly isWhole: boolean }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, maxBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return { tail: buffer.subarray(0, bytesRead).toString('utf8'), isWhole: length === size };
  } finally {
    await handle.close();
  }
}

function directly(handle: FileHandle): FileSink {
  return {
    write: async (text) => void (await handle.appendFile(text)),
    finish: () => handle.close(),
    abandon: () => handle.close(),
  };
}

/** What may wait while the disk is busy: some thirty endpoints. Beyond it the writer waits too. */
const maxGatheredCharacters = 1_048_576;

/** How long a line waits for others. Nobody who reads along notices, and a fast run costs a tenth of the system calls. */
const gatheringMs = 20;

/** Gathers what comes for a moment, or while a write is under way, and writes it at once. What goes wrong is thrown by the next call. */
export function gathering(sink: FileSink): FileSink {
  let gathered: string[] = [];
  let characters = 0;
  let failure: { readonly thrown: unknown } | undefined;
  let writing: Promise<void> | undefined;
  let hurry = (): void => undefined;
  const aMoment = (): Promise<void> =>
    new Promise((pass) => {
      const timer = setTimeout(pass, gatheringMs);
      hurry = () => {
        clearTimeout(timer);
        pass();
      };
    });
  const writeGathered = async (): Promise<void> => {
    try {
      await aMoment();
      while (gathered.length > 0 && failure === undefined) {
        const text = gathered.join('');
        gathered = [];
        characters = 0;
        await sink.write(text);
      }
    } catch (thrown) {
      failure = { thrown };
    }
    writing = undefined;
  };
  const settle = async (): Promise<void> => {
    hurry();
    while (writing !== undefined) await writing;
    if (failure !== undefined) throw failure.thrown;
  };
  return {
    write: async (text) => {
      if (failure !== undefined) throw failure.thrown;
      gathered.push(text);
      characters += text.length;
      writing ??= writeGathered();
      if (characters > maxGatheredCharacters) await settle();
    },
    finish: async () => {
      await settle();
      await sink.finish();
    },
    abandon: async () => {
      gathered = [];
      await settle().catch(() => undefined);
      await sink.abandon();
    },
  };
}

function replacing(handle: FileHandle, beside: string, target: string): FileSink {
  // A second Ctrl+C ends the process at once and must not leave litter.
  const sweep = (): void => {
    try {
      unlinkSync(beside);
    } catch {
      // Gone already.
    }
  };
  process.once('exit', sweep);
  return {
    write: async (text) => void (await handle.appendFile(text)),
    finish: async () => {
      await handle.sync();
      await handle.close();
      await rename(beside, target);
      process.off('exit', sweep);
    },
    abandon: async () => {
      await handle.close();
      await unlink(beside);
      process.off('exit', sweep);
    },
  };
}

/** What does not exist, when writing, is the folder. */
function describeWriteError(error: unknown): string {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing ? 'lies in a folder that does not exist' : describeFileError(error);
}

async function statOrUndefined(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
