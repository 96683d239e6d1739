import assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import type { Command } from '../../src/cli/command.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import type { Transcript } from './certmuster.ts';

/** Runs a command as the program does, without a process of its own: for tests that run hundreds. */
export async function runInProcess(command: Command, args: readonly string[]): Promise<Transcript> {
  const line = await parseCommandLine([command.name, ...args], [command], 80);
  assert.ok(line.kind === 'run', `${args.join(' ')}: ${line.kind === 'run' ? '' : JSON.stringify(line)}`);
  let stdout = '';
  let stderr = '';
  const exitCode = await line.command.run(line.args, {
    environment: {},
    stdin: Readable.from([]),
    stdout: {
      write: (text) => {
        stdout += text;
        return Promise.resolve('written');
      },
      width: 80,
      colour: false,
    },
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    scanner: () => ({ host: 'test', user: 'test' }),
    onHangup: () => undefined,
    signal: new AbortController().signal,
    say: (text) => {
      stderr += `${text}\n`;
    },
    progress: () => undefined,
  });
  return { exitCode, stdout, stderr };
}
