import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { dataFolder } from './server-family.ts';

/** Starts vsftpd; without a presentation it has no TLS. */
export function startVsftpd(folder: TemporaryFolder, presentation: Presentation | undefined): Promise<ServerProcess> {
  return startServer((port) => {
    const empty = dataFolder(folder, `vsftpd-${port}`);
    const settings = [
      'listen=YES',
      'listen_address=127.0.0.1',
      `listen_port=${port}`,
      'background=NO',
      'run_as_launching_user=YES',
      'seccomp_sandbox=NO',
      'anonymous_enable=YES',
      'local_enable=NO',
      'xferlog_enable=NO',
      `vsftpd_log_file=${empty}.log`,
      `secure_chroot_dir=${empty}`,
      ...tls(folder, presentation),
    ];
    return { command: 'vsftpd', args: [folder.write(`vsftpd-${port}.conf`, `${settings.join('\n')}\n`)] };
  });
}

function tls(folder: TemporaryFolder, presentation: Presentation | undefined): readonly string[] {
  if (presentation === undefined) return ['ssl_enable=NO'];
  const { chain, key } = presentedFiles(folder, presentation);
  return ['ssl_enable=YES', `rsa_cert_file=${chain}`, `rsa_private_key_file=${key}`];
}
