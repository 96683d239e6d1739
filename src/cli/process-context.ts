import { hostname, userInfo } from 'node:os';
import process from 'node:process';
import type { Readable } from 'node:stream';

import type { Scanner } from '../model/provenance.ts';
import { escapeForTerminal } from '../report/escape-for-terminal.ts';

/** The process, as commands see it. */
export interface ProcessContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the values of options (`--timeout`) come from, if not from the command line; absent: all of them stand there. */
  readonly origins?: ReadonlyMap<string, string>;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** This machine and the user it runs as, for the provenance of a scan. */
  readonly scanner: () => Pick<Scanner, 'host' | 'user'>;
  /** Has SIGHUP call back from now on, in place of asking for an end. On Windows it keeps its meaning: the terminal was closed. */
  readonly onHangup: (listener: () => void) => void;
  /** Aborted by the first signal that asks for an end (`endingSignals`). */
  readonly signal: AbortSignal;
  /** Writes lines for a person to stderr. They may quote what a peer sent: control characters are escaped. */
  readonly say: (text: string) => void;
  /** Rewrites the last line of stderr; an empty text removes it. Does nothing if stderr is no terminal. */
  readonly progress: (text: string) => void;
}

/** Where results go when no file is named. */
export interface Output {
  /** `closed`: the reader went away, which is no failure. */
  readonly write: (text: string) => Promise<'written' | 'closed'>;
  /** Columns to lay a table out in. */
  readonly width: number;
  readonly colour: boolean;
}

/** Marks an error of writing standard output, for instance a full disk. */
const ofStdout = Symbol('standard output');

/** Whether an error means that standard output could not be written, which is no bug. */
export function isStdoutFailure(error: unknown): error is Error {
  return error instanceof Error && ofStdout in error;
}

/** For tables if no terminal reports its size. */
const defaultWidth = 80;

/** Connects to the streams, the clock and the signals of the process. Call once. */
export function openProcessContext(): ProcessContext {
  process.stderr.on('error', () => undefined);
  const progress = createProgress();
  return {
    environment: process.env,
    stdin: process.stdin,
    stdout: openStdout(() => progress('')),
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    random: Math.random,
    scanner: () => ({ host: hostname(), user: userName() }),
    ...onSignals(),
    say: (text) => {
      progress('');
      process.stderr.write(`${text.split('\n').map(escapeForTerminal).join('\n')}\n`);
    },
    progress,
  };
}

/** In a container the user may have a number and no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** The first signal asks for an orderly end, the second one ends the process at once. */
function onSignals(): Pick<ProcessContext, 'signal' | 'onHangup'> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of endingSignals(process.platform)) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    onHangup: (listener) => {
      if (process.platform === 'win32') return;
      process.off('SIGHUP', onSignal);
      process.on('SIGHUP', listener);
    },
  };
}

/**
 * What asks for an end. SIGHUP: the terminal was closed (on Windows too, which ends the process ten seconds later), or a service manager
 * wants a restart. Windows has no SIGTERM, and SIGBREAK is its Ctrl+Break.
 */
export function endingSignals(platform: NodeJS.Platform): readonly NodeJS.Signals[] {
  return platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
}

/** `beforeWriting` removes what stands on the same terminal for the moment. */
function openStdout(beforeWriting: () => void): Output {
  const { stdout, env } = process;
  let failure: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        beforeWriting();
        stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
          const trouble = error ?? failure;
          if (trouble === undefined) resolve('written');
          else if (closedByReader(trouble)) resolve('closed');
          else reject(Object.assign(trouble, { [ofStdout]: true }));
        });
      }),
    width: stdout.columns || Number.parseInt(env['COLUMNS'] ?? '', 10) || defaultWidth,
    colour: wantsColour(stdout.isTTY === true, env),
  };
}

function closedByReader({ code }: NodeJS.ErrnoException): boolean {
  // Windows says EOF of a pipe whose reader left.
  return code === 'EPIPE' || code === 'EOF' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
}

/** https://no-color.org and https://force-color.org: set and not empty. */
function wantsColour(isTerminal: boolean, env: ProcessContext['environment']): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}

function createProgress(): ProcessContext['progress'] {
  const { stderr } = process;
  let shown = false;
  return (text) => {
    if (stderr.isTTY !== true || (text === '' && !shown)) return;
    // A line that wraps could not be removed again.
    const line = escapeForTerminal(text).slice(0, (stderr.columns || defaultWidth) - 1);
    stderr.write(`\r\u001b[2K${line}`);
    shown = text !== '';
  };
}
