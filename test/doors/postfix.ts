import { execFileSync } from 'node:child_process';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { dataFolder, withItsFamily } from './server-family.ts';

/** Starts Postfix's SMTP server; without a presentation it does not offer STARTTLS. */
export function startPostfix(folder: TemporaryFolder, presentation: Presentation | undefined): Promise<ServerProcess> {
  return startServer((port) => {
    const config = dataFolder(folder, `postfix-${port}`);
    const queue = dataFolder(folder, `postfix-${port}-queue`);
    const data = dataFolder(folder, `postfix-${port}-data`);
    execFileSync('chown', ['postfix', data]);
    folder.write(`postfix-${port}/main.cf`, mainConfiguration(queue, data, tls(folder, presentation)));
    folder.write(`postfix-${port}/master.cf`, services(port));
    // Makes the folders of the queue.
    execFileSync('/usr/sbin/postfix', ['-c', config, 'check'], { stdio: 'ignore' });
    return withItsFamily({ command: '/usr/lib/postfix/sbin/master', args: ['-d', '-c', config] });
  });
}

function tls(folder: TemporaryFolder, presentation: Presentation | undefined): readonly string[] {
  if (presentation === undefined) return ['smtpd_tls_security_level = none'];
  const { chain, key } = presentedFiles(folder, presentation);
  return ['smtpd_tls_security_level = may', `smtpd_tls_cert_file = ${chain}`, `smtpd_tls_key_file = ${key}`];
}

function mainConfiguration(queue: string, data: string, rest: readonly string[]): string {
  return [
    'compatibility_level = 3.6',
    `queue_directory = ${queue}`,
    `data_directory = ${data}`,
    'mail_owner = postfix',
    'setgid_group = postdrop',
    'myhostname = mx.contoso.com',
    'mydestination =',
    'local_recipient_maps =',
    'alias_maps =',
    'alias_database =',
    'inet_interfaces = 127.0.0.1',
    'inet_protocols = ipv4',
    // Where its logger may write: the SMTP server waits for it.
    `maillog_file = ${data}/mail.log`,
    `maillog_file_prefixes = ${data}`,
    ...rest,
    '',
  ].join('\n');
}

/** What an SMTP server needs until the client leaves. */
function services(port: number): string {
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'anvil unix - - n - 1 anvil',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'proxymap unix - - n - - proxymap',
    'postlog unix-dgram n - n - 1 postlogd',
    '',
  ].join('\n');
}
