import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { TemporaryFolder } from './temporary-folder.ts';

const file = 'openssl.cnf';

/**
 * Debian allows TLS 1.2 and security level 2; servers of the past need what this configuration gives back. Written once a
 * folder: a server that starts while it is rewritten would read half of it.
 */
export function legacyOpensslEnvironment(folder: TemporaryFolder): Readonly<Record<string, string>> {
  const path = join(folder.path, file);
  if (!existsSync(path)) folder.write(file, configuration);
  return { OPENSSL_CONF: path };
}

const configuration = [
  'openssl_conf = init',
  '[init]',
  'ssl_conf = ssl',
  '[ssl]',
  'system_default = settings',
  '[settings]',
  'MinProtocol = TLSv1',
  'CipherString = ALL:@SECLEVEL=0',
  '',
].join('\n');
