import { randomUUID } from 'node:crypto';
import { link, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';

import { err, ok, type Result } from '../../model/result.ts';
import { isAlive, nameBeside, removeIfExists, sweepBeside } from './files-beside.ts';
import { locateOutput, statIfExists } from './locate-output.ts';
import { renameOver } from './rename-over.ts';

/** A file that no other run may write while this process lives. */
export interface OutputLock {
  /** What the run that was killed while it wrote the file had noted; undefined: none was, or it noted nothing. */
  readonly leftNote: unknown;
  /** Notes something for who continues the file if this run is killed. Plain JSON; until then the note that was left stands. */
  readonly note: (note: unknown) => Promise<void>;
  /** Leaves the lock as a killed run does, with its note, because the file was not written. */
  readonly leave: () => void;
}

/** How often a lock is touched, so that another machine sees that its owner lives. */
const touchEveryMs = 20_000;

/** A lock of another machine that was not touched for as long is left over. */
const staleAfterMs = 60_000;

/** What stands in the lock file. */
interface Owner {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** What tells processes of the same id apart, see `startOf`. */
  readonly start: string;
  /** For who takes over after a kill. */
  readonly note?: unknown;
}

/**
 * Takes `FILE.lock` until this process ends. A lock that a killed run left is taken over. The error is a clause: another run is writing the
 * file. Where no file can be made in the folder there is no lock, and nothing to say.
 */
export async function lockOutput(path: string): Promise<Result<OutputLock, string>> {
  const located = await locateOutput(path);
  const existing = located.ok ? await statIfExists(located.value) : undefined;
  // Whoever opens the file says what is wrong with it.
  if (!located.ok || existing?.isFile() === false) return ok(noLock);
  const file = `${located.value}.lock`;
  const lockFile = await locateOutput(file);
  if (!lockFile.ok) return err(`cannot be locked: ${file} ${lockFile.error}`);
  const { pid } = process;
  const owner: Owner = { token: randomUUID(), host: hostname(), pid, start: await startOf(pid) };
  try {
    if (await makeLock(file, owner)) return ok(hold(file, owner));
    const other = await readOwner(file);
    if (other === undefined && (await statIfExists(file)) !== undefined) return err(foreignLock(file));
    if (other !== undefined && (await isLive(file, other))) return err(describeOwner(other));
    await moveAside(file, other);
    const heir = { ...owner, note: other?.note };
    return (await makeLock(file, heir)) ? ok(hold(file, heir)) : err(writtenByAnother);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && cannotLock.includes(code)) return ok(noLock);
    throw error;
  }
}

const noLock: OutputLock = { leftNote: undefined, note: async () => undefined, leave: () => undefined };

/** No leave to make a file there, a disk that is read only, a file system without links (`EISDIR`: what libuv calls that on Windows). */
const cannotLock: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'ENOTSUP', 'ENOSYS', 'EISDIR', 'ENOENT', 'ENOTDIR'];

/** False: there is one. The lock appears with its content, so nobody reads half of it. */
async function makeLock(file: string, owner: Owner): Promise<boolean> {
  await sweepBeside(file);
  const beside = nameBeside(file);
  await writeLock(beside, owner);
  try {
    await link(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(beside);
  }
}

function hold(file: string, owner: Owner): OutputLock {
  const touch = (): void => void utimes(file, new Date(), new Date()).catch(() => undefined);
  const remove = (): void => removeIfExists(file);
  setInterval(touch, touchEveryMs).unref();
  process.once('exit', remove);
  return {
    leftNote: owner.note,
    note: async (note) => {
      const beside = nameBeside(file);
      await writeLock(beside, { ...owner, note });
      await renameOver(beside, file);
    },
    leave: () => void process.off('exit', remove),
  };
}

async function writeLock(path: string, owner: Owner): Promise<void> {
  await writeFile(path, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o600 });
}

/** Undefined: not written by a run, or not yet whole. */
async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8'));
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? owner : undefined;
  } catch {
    return undefined;
  }
}

async function isLive(file: string, { host, pid, start }: Owner): Promise<boolean> {
  const isHere = host === hostname();
  if (isHere && !isAlive(pid)) return false;
  // Of a process elsewhere, or where the system does not tell when one was started, only its lock shows that it is not another one.
  if (!isHere || start === '') return Date.now() - (await stat(file)).mtimeMs < staleAfterMs;
  return (await startOf(pid)) === start;
}

/** Removes a lock that is left over, and nothing else: another run may have taken it over in the meantime. */
async function moveAside(file: string, leftOver: Owner | undefined): Promise<void> {
  const aside = nameBeside(file);
  try {
    await renameOver(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readOwner(aside);
  if (moved?.token !== leftOver?.token) await link(aside, file).catch(() => undefined);
  await unlink(aside);
}

/**
 * When a process was started, in ticks since the machine was: in containers the process id is often the same for every start. Empty where
 * the system does not tell.
 */
async function startOf(pid: number, platform: NodeJS.Platform = process.platform): Promise<string> {
  // On Windows `/proc` would be a folder of the current drive, which anybody can make.
  if (platform !== 'linux') return '';
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold blanks; the start is the twentieth field behind it (proc_pid_stat(5), field 22).
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

const writtenByAnother = 'is being written by another run';

/** A lock of ours appears with its content, so this is somebody else's file, that of `flock` for example. */
function foreignLock(file: string): string {
  return `cannot be locked: ${file} is there and was not written by certmuster; delete it, or name another file`;
}

function describeOwner({ host, pid }: Owner): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  return `${writtenByAnother} (process ${pid}${where}); wait for its end, or name another file`;
}
