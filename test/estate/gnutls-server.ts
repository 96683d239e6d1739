import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from './presented-files.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** What a default Windows Server 2003 offers, as far as GnuTLS still can: TLS 1.0 with no extensions, and one cipher. */
export function legacyPriority(cipher: 'ARCFOUR-128' | '3DES-CBC'): string {
  return `NONE:+VERS-TLS1.0:+${cipher}:+RSA:+SHA1:+MD5:+COMP-NULL:+SIGN-ALL:%NO_EXTENSIONS`;
}

/** Starts `gnutls-serv` with a priority string; `args` are its own, for instance `--disable-client-cert`. */
export function startGnutlsServer(
  folder: TemporaryFolder,
  presentation: Presentation,
  options: { readonly priority?: string; readonly args?: readonly string[] } = {},
): Promise<ServerProcess> {
  const { chain, key } = presentedFiles(folder, presentation);
  const { priority = 'NORMAL', args = [] } = options;
  return startServer((port) => ({
    command: 'gnutls-serv',
    args: [
      '--http',
      '-p',
      String(port),
      '--priority',
      priority,
      '--x509certfile',
      chain,
      '--x509keyfile',
      key,
      ...args,
    ],
  }));
}
