import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { ServerCommand } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';

/**
 * A server that starts processes of its own, in a process namespace of its own: however it ends, all of them end. The first process there
 * is a shell, because a server that changes its user is no longer told when its parent ends. Needs root, as such servers do.
 */
export function withItsFamily({ command, args, ...rest }: ServerCommand): ServerCommand {
  const inShell = ['sh', '-c', '"$@"; exit', 'sh', command, ...args];
  return { command: 'unshare', args: ['--pid', '--fork', '--kill-child', '--', ...inShell], ...rest };
}

/** Makes a folder for the data of a server, which any user may reach. */
export function dataFolder(folder: TemporaryFolder, name: string): string {
  chmodSync(folder.path, 0o755);
  const path = join(folder.path, name);
  mkdirSync(path, { mode: 0o755, recursive: true });
  return path;
}
