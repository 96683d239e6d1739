import process from 'node:process';
import type { Readable } from 'node:stream';

import { escapeForTerminal } from '../report/terminal/escape-for-terminal.ts';

/** The process, as commands see it. */
export interface ProcessContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Tells a person something, on stderr: lines of text that may quote a stranger. */
  readonly say: (text: string) => void;
  /** Rewrites the last line of stderr; an empty text takes it away. Does nothing where stderr is no terminal. */
  readonly progress: (text: string) => void;
}

/** Where results go when no file is named. */
export interface Output {
  /** `closed`: the reader went away, which is its right. */
  readonly write: (text: string) => Promise<'written' | 'closed'>;
  /** Columns to lay a table out in. */
  readonly width: number;
  readonly colour: boolean;
}

/** Marks an error that writing standard output ended in: the disk behind it is full, say. */
const ofStdout = Symbol('standard output');

/** Whether an error says that standard output could not be written, which is nobody's bug. */
export function isStdoutFailure(error: unknown): error is Error {
  return error instanceof Error && ofStdout in error;
}

/** What tables are laid out for where no terminal says its size. */
const defaultWidth = 80;

/** Takes hold of the process: its streams, its clock, its signals. Call once. */
export function openProcessContext(): ProcessContext {
  process.stderr.on('error', () => undefined);
  const progress = createProgress();
  return {
    environment: process.env,
    stdin: process.stdin,
    stdout: openStdout(),
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    random: Math.random,
    signal: onSignals(),
    say: (text) => {
      progress('');
      process.stderr.write(`${text.split('\n').map(escapeForTerminal).join('\n')}\n`);
    },
    progress,
  };
}

/** The first signal asks for an orderly end; whoever sends a second one wants it now. */
function onSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return controller.signal;
}

function openStdout(): Output {
  const { stdout, env } = process;
  let failure: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
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
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
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
    // A line that wraps cannot be taken away again.
    const line = escapeForTerminal(text).slice(0, (stderr.columns || defaultWidth) - 1);
    stderr.write(`\r\u001b[2K${line}`);
    shown = text !== '';
  };
}
