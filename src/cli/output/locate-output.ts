import type { Stats } from 'node:fs';
import { lstat, readlink, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';

import { err, ok, type Result } from '../../model/result.ts';

/** As many links in a row as Linux follows (MAXSYMLINKS). */
const maxLinks = 40;

/**
 * Where an output really lies: symbolic links are followed one by one, so that the link stays and its target is written.
 * An entry that another user put into a folder that everybody may write to, as /tmp is, is refused: a link there may point
 * at any file of ours, and its owner can read and change a file or pipe there. The error is a clause; errors of the file
 * system are thrown.
 */
export async function locateOutput(path: string): Promise<Result<string, string>> {
  let current = path;
  for (let links = 0; links <= maxLinks; links += 1) {
    const entry = await ifExists(lstat(current));
    if (entry === undefined) return ok(current);
    if (isForeign(entry, await stat(dirname(current)), process.getuid?.())) {
      const what = current === path ? 'is' : `leads to ${current}, which is`;
      return err(`${what} owned by another user, in a folder that everyone may write to`);
    }
    if (!entry.isSymbolicLink()) return ok(current);
    const next = resolve(dirname(current), await readlink(current));
    // What /proc links to (`pipe:[4711]`) is no path; the link itself can be opened.
    const isOpenedByLink = (await ifExists(lstat(next))) === undefined && (await statIfExists(current)) !== undefined;
    if (isOpenedByLink) return ok(current);
    current = next;
  }
  return err('is a symbolic link that leads back to itself');
}

/**
 * The rule of Linux's protected_symlinks and protected_regular, which not every system has switched on: in a folder that
 * everybody may write to, only what is ours or the folder's owner's. `own`: our user id, undefined on systems without (Windows).
 */
export function isForeign(
  entry: Pick<Stats, 'uid'>,
  folder: Pick<Stats, 'uid' | 'mode'>,
  own: number | undefined,
): boolean {
  const isShared = (folder.mode & 0o002) !== 0;
  return own !== undefined && isShared && entry.uid !== own && entry.uid !== folder.uid;
}

/** Undefined if there is nothing of that name. Links are followed. */
export async function statIfExists(path: string): Promise<Stats | undefined> {
  return await ifExists(stat(path));
}

async function ifExists(stats: Promise<Stats>): Promise<Stats | undefined> {
  try {
    return await stats;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
