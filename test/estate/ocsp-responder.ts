import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { OpensslAuthority } from '../openssl-authority.ts';
import { freePort } from './free-port.ts';

export interface OcspResponderProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts `openssl ocsp` as a responder that signs with the authority's own key. It serves one connection at a time and waits
 * for ever on one that says nothing, so it must not be probed by connecting: it says itself when it is ready.
 */
export async function startOcspResponder(authority: OpensslAuthority, index: string): Promise<OcspResponderProcess> {
  const port = await freePort();
  const file = (name: string): string => join(authority.folder, name);
  const identity = ['-CA', file('authority.pem'), '-rsigner', file('authority.pem'), '-rkey', file('authority.key')];
  const args = ['ocsp', '-port', String(port), '-index', index, ...identity, '-nmin', '60', '-ignore_err'];
  const child = spawn('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (text: unknown): void => {
      output += String(text);
      if (output.includes('waiting for OCSP client connections')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`openssl ocsp did not come up: ${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
