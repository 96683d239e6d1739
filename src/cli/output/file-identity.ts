import { statSync } from 'node:fs';
import { type PlatformPath, posix, win32 } from 'node:path';
import process from 'node:process';

/**
 * The same text for two paths of one file: of a file that exists its place on the disk, so that links and another case are seen through;
 * of another one its absolute path.
 */
export function fileIdentity(path: string): string {
  return placeOnDisk(path) ?? pathIdentity(path);
}

/** Undefined: there is no such file, or the file system gives it no number. */
function placeOnDisk(path: string): string | undefined {
  try {
    const stats = statSync(path, { bigint: true });
    return stats.isFile() && stats.ino !== 0n ? `${stats.dev}:${stats.ino}` : undefined;
  } catch {
    return undefined;
  }
}

/** The same text for two spellings of a path: on Windows and macOS case is none of it, unless a folder is set up otherwise. */
export function pathIdentity(path: string, platform: NodeJS.Platform = process.platform): string {
  const paths: PlatformPath = platform === 'win32' ? win32 : posix;
  const absolute = paths.resolve(path);
  return platform === 'win32' || platform === 'darwin' ? absolute.toLowerCase() : absolute;
}
