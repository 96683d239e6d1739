import { spawn } from 'node:child_process';

import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';

export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as its users do, beside this process: scripted peers answer from here meanwhile. Names are looked up nowhere. */
export function runCertmuster(
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [repositoryPath('bin/certmuster.js'), ...askingNobody(args)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
      ...options,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
