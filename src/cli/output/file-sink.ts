import { type FileHandle, open, unlink } from 'node:fs/promises';
import process from 'node:process';

import { err, ok, type Result } from '../../model/result.ts';
import { describeFileError } from '../input/input-file.ts';
import { nameBeside, removeIfExists, sweepBeside } from './files-beside.ts';
import { locateOutput, statIfExists } from './locate-output.ts';
import { renameOver } from './rename-over.ts';

/** A file being written. Methods throw what the file system throws. */
export interface FileSink {
  /** Text is written as UTF-8. */
  readonly write: (content: string | Uint8Array) => Promise<void>;
  /** Makes what was written the file. */
  readonly finish: () => Promise<void>;
  /** Gives up. The old file stays if it is still there. */
  readonly abandon: () => Promise<void>;
}

/**
 * Writes beside the file and renames at the end, so that no reader sees half a report and a failure leaves the old one. A
 * symbolic link stays one: its target is replaced. What is no regular file (a pipe, /dev/null) is written directly.
 */
export async function openReplacing(path: string): Promise<Result<FileSink, string>> {
  try {
    const located = await locateOutput(path);
    if (!located.ok) return located;
    const target = located.value;
    const existing = await statIfExists(target);
    if (existing?.isDirectory()) return err('is a folder');
    if (existing !== undefined && !existing.isFile()) return ok(writeDirectly(await open(target, 'w')));
    await sweepBeside(target);
    // The new file gets the permissions of the old one, as far as the umask allows, but never more than reading and writing.
    const sink = writeBeside(target, existing && existing.mode & 0o666);
    await sink.tryOpening();
    return ok(sink);
  } catch (error) {
    return err(describeWriteError(error));
  }
}

/** Writes in place while the run goes on. The old content is lost. */
export async function openInPlace(path: string): Promise<Result<FileSink, string>> {
  return await openDirectly(path, 'w');
}

/** Makes a file and writes in place. Throws if there is one of that name, and what else the file system throws. */
export async function openNew(path: string): Promise<FileSink> {
  return writeDirectly(await open(path, 'wx'));
}

/** Writes behind the old content. */
export async function openAppending(path: string): Promise<Result<FileSink, string>> {
  return await openDirectly(path, 'a');
}

async function openDirectly(path: string, flags: 'w' | 'a'): Promise<Result<FileSink, string>> {
  try {
    const located = await locateOutput(path);
    return located.ok ? ok(writeDirectly(await open(located.value, flags))) : located;
  } catch (error) {
    return err(describeWriteError(error));
  }
}

function writeDirectly(handle: FileHandle): FileSink {
  return {
    write: async (content) => void (await handle.appendFile(content)),
    finish: () => handle.close(),
    abandon: () => handle.close(),
  };
}

/** The file beside exists only while it is being written: a process that is killed while it audits leaves nothing behind. */
function writeBeside(target: string, mode: number | undefined) {
  const beside = nameBeside(target);
  // A second Ctrl+C ends the process at once and must not leave the file.
  const remove = (): void => removeIfExists(beside);
  let opening: Promise<FileHandle> | undefined;
  const openOnce = (): Promise<FileHandle> => {
    if (opening === undefined) process.once('exit', remove);
    opening ??= open(beside, 'wx', mode);
    return opening;
  };
  const discard = async (): Promise<void> => {
    if (opening === undefined) return;
    const handle = await opening;
    opening = undefined;
    await handle.close();
    await unlink(beside);
    process.off('exit', remove);
  };
  return {
    write: async (content: string | Uint8Array) => void (await (await openOnce()).appendFile(content)),
    finish: async () => {
      const handle = await openOnce();
      await handle.sync();
      await handle.close();
      await renameOver(beside, target);
      process.off('exit', remove);
    },
    abandon: discard,
    /** Throws if no file can be made there. */
    tryOpening: async () => {
      await openOnce();
      await discard();
    },
  };
}

/** When a file is written, ENOENT means that its folder does not exist. */
function describeWriteError(error: unknown): string {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing ? 'is in a folder that does not exist' : describeFileError(error);
}
