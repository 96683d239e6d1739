import type { Stats } from 'node:fs';
import { lstat, readlink, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';

import { err, ok, type Result } from '../../model/result.ts';

/** As many links in a row as Linux follows (MAXSYMLINKS). */
const maxLinks = 40;

/**
 * Where an output really lies: symbolic links are followed one by one, so that the link stays and what it points at is
 * written. Refused is what somebody else put into a folder that everybody may write to, as /tmp is: a link there may point
 * at any file of ours, and a file or pipe there is read and changed by whoever made it. The error is a clause; what the
 * file system says is thrown.
 */
export async function locateOutput(path: string): Promise<Result<string, string>> {
  let place = path;
  for (let links = 0; links <= maxLinks; links += 1) {
    const entry = await orUndefined(lstat(place));
    if (entry === undefined) return ok(place);
    if (isForeign(entry, await stat(dirname(place)), process.getuid?.())) {
      return err(
        `${place === path ? 'is' : `leads to ${place}, which is`} somebody else's, in a folder that everybody may write to`,
      );
    }
    if (!entry.isSymbolicLink()) return ok(place);
    const next = resolve(dirname(place), await readlink(place));
    // What /proc links to (`pipe:[4711]`) is no path; the link itself can be opened.
    if ((await orUndefined(lstat(next))) === undefined && (await orUndefined(stat(place))) !== undefined)
      return ok(place);
    place = next;
  }
  return err('is a symbolic link that goes round in a circle');
}

/**
 * The rule of Linux's protected_symlinks and protected_regular, which not every system has switched on: in a folder that
 * everybody may write to, only what is ours or the folder's owner's. `own`: our user id, undefined where there are none (Windows).
 */
export function isForeign(
  entry: Pick<Stats, 'uid'>,
  folder: Pick<Stats, 'uid' | 'mode'>,
  own: number | undefined,
): boolean {
  const isShared = (folder.mode & 0o002) !== 0;
  return own !== undefined && isShared && entry.uid !== own && entry.uid !== folder.uid;
}

async function orUndefined(asked: Promise<Stats>): Promise<Stats | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
