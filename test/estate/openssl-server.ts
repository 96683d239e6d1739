import type { Presentation } from '../../src/lab/tls-listener.ts';
import { legacyOpensslEnvironment } from './legacy-openssl.ts';
import { presentedFiles } from './presented-files.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Starts `openssl s_server`; `args` are its own, for instance `-groups P-384` or `-tls1_1`. */
export function startOpensslServer(
  folder: TemporaryFolder,
  presentation: Presentation,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const { chain, key } = presentedFiles(folder, presentation);
  const cert = folder.write(`${chain.split('/').at(-1)}.leaf`, presentation.chain[0]?.pem ?? '');
  const rest = folder.write(
    `${chain.split('/').at(-1)}.rest`,
    presentation.chain
      .slice(1)
      .map(({ pem }) => pem)
      .join(''),
  );
  const chainArgs = presentation.chain.length > 1 ? ['-cert_chain', rest] : [];
  return startServer((port) => ({
    command: 'openssl',
    args: ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', cert, '-key', key, ...chainArgs, '-www', ...args],
    env: legacyOpensslEnvironment(folder),
  }));
}
