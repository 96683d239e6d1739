import { execFileSync } from 'node:child_process';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { dataFolder, withItsFamily } from './server-family.ts';

/** Starts Cyrus's NNTP server; without a presentation it does not offer STARTTLS. */
export function startCyrusNntpd(
  folder: TemporaryFolder,
  presentation: Presentation | undefined,
): Promise<ServerProcess> {
  return startServer((port) => {
    const data = dataFolder(folder, `cyrus-${port}`);
    for (const part of ['db', 'lock', 'log', 'proc', 'quota', 'socket', 'spool', 'user'])
      dataFolder(folder, `cyrus-${port}/${part}`);
    execFileSync('chown', ['-R', 'cyrus', data]);
    const imapd = folder.write(`cyrus-${port}.imapd.conf`, settings(data, tls(folder, presentation)));
    const service = `nntp cmd="nntpd -C ${imapd}" listen="127.0.0.1:${port}" prefork=1`;
    const cyrus = folder.write(`cyrus-${port}.conf`, `START {\n}\nSERVICES {\n  ${service}\n}\nEVENTS {\n}\n`);
    const args = ['-C', imapd, '-M', cyrus, '-p', `${data}/master.pid`];
    return withItsFamily({ command: '/usr/lib/cyrus/bin/master', args });
  });
}

function tls(folder: TemporaryFolder, presentation: Presentation | undefined): readonly string[] {
  if (presentation === undefined) return [];
  const { chain, key } = presentedFiles(folder, presentation);
  return [`tls_server_cert: ${chain}`, `tls_server_key: ${key}`];
}

function settings(data: string, rest: readonly string[]): string {
  return [
    `configdirectory: ${data}`,
    'defaultpartition: default',
    `partition-default: ${data}/spool`,
    `newsspool: ${data}/spool`,
    'servername: news.contoso.com',
    `lmtpsocket: ${data}/socket/lmtp`,
    `idlesocket: ${data}/socket/idle`,
    `notifysocket: ${data}/socket/notify`,
    ...rest,
    '',
  ].join('\n');
}
