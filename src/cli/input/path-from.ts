import path, { type PlatformPath } from 'node:path';

/**
 * A path in a file of that folder, as the commands take it: relative if the folder is. One that begins at a root stays as it is, which on
 * Windows may be that of a drive (`C:\`, `C:` alone), of a share (`\\server\share`), or of the current drive (`\`).
 */
export function pathFrom(folder: string, text: string, paths: PlatformPath = path): string {
  return paths.parse(text).root === '' ? paths.join(folder, text) : text;
}
