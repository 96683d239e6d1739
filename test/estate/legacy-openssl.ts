import type { TemporaryFolder } from './temporary-folder.ts';

/** Debian allows TLS 1.2 and security level 2; servers of the past need what this configuration gives back. */
export function legacyOpensslEnvironment(folder: TemporaryFolder): Readonly<Record<string, string>> {
  return {
    OPENSSL_CONF: folder.write(
      'openssl.cnf',
      [
        'openssl_conf = init',
        '[init]',
        'ssl_conf = ssl',
        '[ssl]',
        'system_default = settings',
        '[settings]',
        'MinProtocol = TLSv1',
        'CipherString = ALL:@SECLEVEL=0',
        '',
      ].join('\n'),
    ),
  };
}
