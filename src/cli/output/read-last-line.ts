import { open } from 'node:fs/promises';

import { err, ok, type Result } from '../../model/result.ts';
import { describeFileError } from '../input/input-file.ts';
import { locateOutput, statIfExists } from './locate-output.ts';

/** A summary line is far shorter. */
const maxLastLineBytes = 16 * 1_024 * 1_024;

/** What is read first: most summary lines fit. */
const firstTailBytes = 65_536;

/**
 * The last line of an output that exists already, which tells whether an NDJSON report is finished. Undefined: there is no
 * file, or nothing in it.
 */
export async function readLastLine(path: string): Promise<Result<string | undefined, string>> {
  try {
    const located = await locateOutput(path);
    if (!located.ok) return located;
    const existing = await statIfExists(path);
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
