import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';

/** What a run of the command line left behind. */
export interface Transcript {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Text on standard input; without it there is none. */
  readonly stdin?: string;
  /** Standard input stays open: the test writes on. */
  readonly isStdinOpen?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A run under way. */
export interface Running {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly done: Promise<Transcript>;
  /** Resolves once standard output holds the text. */
  readonly prints: (text: string) => Promise<void>;
  /** The same for standard error. */
  readonly complains: (text: string) => Promise<void>;
  /** Standard error so far. */
  readonly complaints: () => string;
  /** Of `serve`: resolves with the URL that it listens on. */
  readonly listens: () => Promise<string>;
}

/** Runs the built command line as a person would, to its end; names are looked up nowhere. */
export function certmuster(args: readonly string[], options: RunOptions = {}): Promise<Transcript> {
  return startCertmuster(args, options).done;
}

/** Starts it, for tests that interrupt. */
export function startCertmuster(args: readonly string[], options: RunOptions = {}): Running {
  const { cwd, stdin = '', isStdinOpen = false, environment = {} } = options;
  const child = spawn(process.execPath, [repositoryPath('bin/certmuster.js'), ...askingNobody(args)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment },
    ...(cwd === undefined ? {} : { cwd }),
  });
  child.stdin.on('error', () => undefined);
  if (isStdinOpen) child.stdin.write(stdin);
  else child.stdin.end(stdin);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const watcher of watchers) watcher();
  });
  const done = new Promise<Transcript>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  const waitFor = (text: string, output: () => string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output().includes(text)) resolve();
      };
      watchers.add(look);
      look();
      void done.then(() => reject(new Error(`ended before it printed ${text}: ${stdout}${stderr}`)));
    });
  const prints = (text: string): Promise<void> => waitFor(text, () => stdout);
  const complains = (text: string): Promise<void> => waitFor(text, () => stderr);
  const listens = async (): Promise<string> => {
    await complains('listening on http');
    return /listening on (\S+)\n/.exec(stderr)?.[1] ?? '';
  };
  return { child, done, prints, complains, complaints: () => stderr, listens };
}
