import type { Presentation } from '../../src/lab/tls-listener.ts';
import { freePort } from '../estate/free-port.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { dataFolder, withItsFamily } from './server-family.ts';

export interface Dovecot extends ServerProcess {
  readonly ports: Readonly<Record<'imap' | 'pop3' | 'lmtp' | 'sieve', number>>;
}

/** Starts Dovecot for four protocols; without a presentation it has no TLS. */
export async function startDovecot(folder: TemporaryFolder, presentation: Presentation | undefined): Promise<Dovecot> {
  const others = { pop3: await freePort(), lmtp: await freePort(), sieve: await freePort() };
  const server = await startServer((imap) => {
    const data = dataFolder(folder, `dovecot-${imap}`);
    const config = folder.write(
      `dovecot-${imap}.conf`,
      configuration(data, { imap, ...others }, tls(folder, presentation)),
    );
    return withItsFamily({ command: 'dovecot', args: ['-F', '-c', config] });
  });
  return { ...server, ports: { imap: server.port, ...others } };
}

function tls(folder: TemporaryFolder, presentation: Presentation | undefined): readonly string[] {
  if (presentation === undefined) return ['ssl = no'];
  const { chain, key } = presentedFiles(folder, presentation);
  return ['ssl = yes', `ssl_cert = <${chain}`, `ssl_key = <${key}`];
}

function configuration(data: string, ports: Dovecot['ports'], ssl: readonly string[]): string {
  const listener = (service: string, name: string, port: number, also: readonly string[] = []): string =>
    [`service ${service} {`, `  inet_listener ${name} {`, `    port = ${port}`, '  }', ...also, '}'].join('\n');
  const none = (name: string): readonly string[] => [`  inet_listener ${name} {`, '    port = 0', '  }'];
  return [
    `base_dir = ${data}/run`,
    `state_dir = ${data}/state`,
    'log_path = /dev/stderr',
    'protocols = imap pop3 lmtp sieve',
    'listen = 127.0.0.1',
    ...ssl,
    // It listens on the ports in the order of their services' names: when the port that is waited for accepts, all do.
    listener('imap-login', 'imap', ports.imap, none('imaps')),
    listener('pop3-login', 'pop3', ports.pop3, none('pop3s')),
    listener('managesieve-login', 'sieve', ports.sieve),
    listener('lmtp', 'lmtp', ports.lmtp),
    'passdb {\n  driver = static\n  args = nopassword=y\n}',
    `userdb {\n  driver = static\n  args = uid=nobody gid=nogroup home=${data}\n}`,
    '',
  ].join('\n');
}
