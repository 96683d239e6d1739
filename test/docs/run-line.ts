import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import type { ContosoCertificates } from './contoso-certificates.ts';

/** What a command line left behind. */
export interface Outcome {
  /** -1: it was ended because it took too long. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that it wrote, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** A line takes a second or two; a busy machine is given more. */
const timeoutMs = 60_000;
const maxBuffer = 16 * 1_048_576;

/** Makes what command lines find: `certmuster` among the commands, the public root among those of the system. What it returns runs a line in a folder of its own. */
export function prepareLines(home: TemporaryFolder, certificates: ContosoCertificates) {
  const { presented, privateRoot, publicRoot, trustData } = certificates;
  const commands = join(home.path, 'bin');
  mkdirSync(commands);
  const program = `#!/bin/sh\nexec '${process.execPath}' '${repositoryPath('bin/certmuster.js')}' "$@"\n`;
  writeFileSync(join(commands, 'certmuster'), program, { mode: 0o755 });
  const env = {
    PATH: `${commands}:${process.env['PATH']}:/usr/lib/nagios/plugins`,
    NO_COLOR: '1',
    SSL_CERT_FILE: home.write('public-root.pem', publicRoot.pem),
    CERTMUSTER_TRUST_DATA: home.write('roots.json', trustData),
  };
  const given = {
    'hosts.txt': 'www.contoso.com\nold.contoso.com\n',
    'root.pem': privateRoot.pem,
    'new.pem': presented.www.chain.map(({ pem }) => pem).join(''),
  };
  return (line: string): Promise<Outcome> => {
    const cwd = mkdtempSync(join(home.path, 'line-'));
    for (const [name, content] of Object.entries(given)) writeFileSync(join(cwd, name), content);
    return new Promise((resolve) => {
      const options = { cwd, env, timeout: timeoutMs, maxBuffer };
      const child = execFile('bash', ['--norc', '-c', line], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        const written = readdirSync(cwd).filter((name) => !(name in given));
        const files = Object.fromEntries(written.map((name) => [name, readFileSync(join(cwd, name), 'utf8')]));
        resolve({ exitCode, stdout, stderr, files });
      });
      child.stdin?.end();
    });
  };
}
